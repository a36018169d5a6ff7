using System.Net;
using System.Net.Sockets;
using BuildKit.Oci;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Downloads;

/// <summary>What is said when a file cannot be downloaded.</summary>
internal static class DownloadFailures
{
    /// <summary>The bytes are not those that are wanted.</summary>
    internal static BuildKitException Changed(string url, Digest wanted, Digest got) => new(
        ExecutionErrorCodes.DownloadChanged,
        $"{url} gave a file with the digest {got}, and {wanted} is wanted. Nothing of it was kept.",
        $"Find out why it is another file. Where that is right, write the new digest into the Buildfile, or, where buildkit.lock pins it, run 'buildkit update {url}'.");

    /// <summary>It would have to be pinned, and nothing new may be.</summary>
    internal static BuildKitException NotLocked(string url, string lockFile) => new(
        ExecutionErrorCodes.BaseNotLocked,
        $"The download '{url}' is not in {lockFile}, and --locked lets nothing be pinned.",
        "Run 'buildkit lock' with the same --set values, and commit buildkit.lock.");

    /// <summary>It would have to be downloaded, and may not.</summary>
    internal static BuildKitException Forbidden(string url) => new(
        ExecutionErrorCodes.BaseNotLocal,
        $"The file {url} is not on this machine, and --pull never forbids to download it.",
        "Build without --pull never.");

    /// <summary>A graph was built that nobody pinned.</summary>
    internal static BuildKitException NotPinned(string url) => new(
        ExecutionErrorCodes.BaseNotPinned,
        $"The download of {url} is not pinned to a digest.",
        "Pin the graph before the build: buildkit build does so and writes buildkit.lock.");

    /// <summary>A redirect that is not followed.</summary>
    internal static DownloadException Redirect(string url, string what) => new(
        ExecutionErrorCodes.DownloadRedirectRefused, $"{url} cannot be downloaded: {what}.", "Write the address that it leads to into the Buildfile, if that is what is meant.", isTransient: false);

    /// <summary>The answer is not the file.</summary>
    /// <param name="address">Who answered in the end, after redirects.</param>
    internal static DownloadException Status(string url, Uri address, HttpResponseMessage answer)
    {
        int status = (int)answer.StatusCode;
        string from = address.AbsoluteUri == new Uri(url).AbsoluteUri ? "the server" : address.Authority;
        bool isTransient = answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            || (status >= 500 && answer.StatusCode is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));
        string advice = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired => "Download sends no login. Take the file from where none is needed, or bring it by a Run with a secret.",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "Check the URL in the Buildfile.",
            _ when isTransient => "Try again later.",
            _ => "Check the URL in the Buildfile, and what the server says of it in a browser.",
        };
        return new DownloadException(ExecutionErrorCodes.DownloadFailed, $"{url} cannot be downloaded: {from} answered {status} ({answer.StatusCode}).", advice, isTransient)
        {
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        };
    }

    /// <summary>There was no answer, or no end of it.</summary>
    internal static DownloadException Connection(string url, Uri address, Exception cause)
    {
        HttpRequestError kind = (cause as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        SocketError? socket = (cause.GetBaseException() as SocketException)?.SocketErrorCode;
        (string what, string advice, bool isTransient) = kind switch
        {
            HttpRequestError.NameResolutionError => (
                $"no address is known for the host '{address.Host}'", "Check the spelling of the URL, and that this machine has a name server.", socket == SocketError.TryAgain),
            HttpRequestError.SecureConnectionError => (
                $"no trusted TLS connection to {address.Authority} could be made ({Innermost(cause)})",
                "Add the server's certificate authority to the system's store or name its file in SSL_CERT_FILE.", false),
            _ when socket is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable => (
                $"{address.Authority} cannot be reached ({Innermost(cause)})", "Check the address, the network and the proxy (HTTPS_PROXY, NO_PROXY).", false),
            _ => ($"the connection to {address.Authority} was cut ({Innermost(cause)})", "Try again; check the network and the proxy (HTTPS_PROXY, NO_PROXY).", true),
        };
        return new DownloadException(ExecutionErrorCodes.DownloadFailed, $"{url} cannot be downloaded: {what}.", advice, isTransient, cause);
    }

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.TrimEnd('.');
}
