using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace BuildKit.Oci.Registry.Http;

/// <summary>Turns what went wrong below into a failure that names the registry, the repository, the cause and the cure.</summary>
internal static class RegistryFailures
{
    public static RegistryException FromException(RequestSubject subject, Exception failure)
    {
        string doing = $"{subject.Place}: {subject.Doing} failed: ";
        SocketException? socket = Find<SocketException>(failure);
        HttpRequestError kind = (failure as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        if (kind == HttpRequestError.NameResolutionError || socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            return new RegistryException(
                OciErrorCodes.RegistryHostUnknown,
                doing + $"no address is known for the host of '{subject.Host}'.",
                "Check the spelling of the registry's name and that this machine has a name server.",
                socket?.SocketErrorCode == SocketError.TryAgain,
                failure);
        }

        if (kind == HttpRequestError.SecureConnectionError || Find<AuthenticationException>(failure) is not null)
        {
            return new RegistryException(
                OciErrorCodes.RegistryTlsFailed,
                doing + $"no trusted TLS connection could be made ({Innermost(failure)}).",
                "Add the registry's certificate authority to the system's store or name its file in SSL_CERT_FILE; --insecure takes any certificate and plain HTTP.",
                isTransient: false,
                failure);
        }

        if (socket?.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable)
        {
            return new RegistryException(
                OciErrorCodes.RegistryUnreachable,
                doing + $"nothing answers at {RegistryEndpoint.AuthorityOf(subject.Host)} ({socket.Message}).",
                "Start the registry, or check the port and the proxy settings (https_proxy, no_proxy).",
                isTransient: false,
                failure);
        }

        return new RegistryException(
            OciErrorCodes.RegistryConnectionCut,
            doing + $"the connection was cut ({Innermost(failure)}).",
            "Run the same command again: what arrived whole is not moved a second time.",
            isTransient: true,
            failure);
    }

    public static RegistryException FromAnswer(RequestSubject subject, HttpStatusCode status, string said, bool hasLogin, TimeSpan? retryAfter = null)
    {
        string head = $"{subject.Place}: {subject.Doing} failed: ";
        string tail = said.Length == 0 ? $" ({(int)status})." : $" ({(int)status}: {said}).";
        string login = $"Run 'buildkit login {subject.Host}'.";
        return status switch
        {
            HttpStatusCode.Unauthorized when hasLogin => Make(OciErrorCodes.RegistryUnauthorized, head + "the registry did not take the login" + tail, login),
            HttpStatusCode.Unauthorized => Make(OciErrorCodes.RegistryUnauthorized, head + "the registry wants a login" + tail, login),
            HttpStatusCode.Forbidden when SaysFull(said) => Full(subject, head, tail),
            HttpStatusCode.Forbidden => Make(
                OciErrorCodes.RegistryDenied,
                head + (hasLogin ? "the login may not do this" : "the registry does not allow this without a login") + tail,
                $"Ask for the right to it, or use another login: 'buildkit login {subject.Host}'."),
            HttpStatusCode.NotFound => Make(
                OciErrorCodes.RegistryNotFound,
                head + "the registry has no such repository or content" + tail,
                "Check the name and the tag; some registries answer so where a login is missing."),
            HttpStatusCode.TooManyRequests when SaysFull(said) => Full(subject, head, tail),
            HttpStatusCode.TooManyRequests => new RegistryException(
                OciErrorCodes.RegistryTooManyRequests,
                head + "the registry takes no more requests at present" + tail,
                $"Wait, or log in for a higher limit: 'buildkit login {subject.Host}'.",
                isTransient: true) { RetryAfter = retryAfter },
            HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.InsufficientStorage => Full(subject, head, tail),
            >= HttpStatusCode.InternalServerError when SaysFull(said) => Full(subject, head, tail),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new RegistryException(
                OciErrorCodes.RegistryServerError,
                head + "the registry failed by itself" + tail,
                "Look into the registry's log, then run the same command again.",
                isTransient: status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported)) { RetryAfter = retryAfter },

            // Blobs are written before what names them; a registry that does not see one yet is still writing it down, perhaps for another client.
            _ when said.Contains("BLOB_UNKNOWN", StringComparison.Ordinal) => new RegistryException(
                OciErrorCodes.RegistryRefused,
                head + "the registry does not see the content that was written before" + tail,
                "Run the same command again.",
                isTransient: true),
            _ => Make(OciErrorCodes.RegistryRefused, head + "the registry refused the request" + tail, "The registry's own words say what it does not take."),
        };
    }

    public static RegistryException Invalid(RequestSubject subject, string what) => Make(
        OciErrorCodes.RegistryAnswerInvalid,
        $"{subject.Place}: {subject.Doing} failed: {what}",
        "Check that this address is a container registry and not a proxy or another service.");

    public static RegistryException Mismatch(RequestSubject subject, string what) => Make(
        OciErrorCodes.ContentMismatch,
        $"{subject.Place}: {subject.Doing} failed: {what}",
        "The content is damaged at the registry or on the way: try again, and if it stays so, push it again from its source.");

    public static RegistryException Redirect(RequestSubject subject, string what) => Make(
        OciErrorCodes.RegistryRedirectRefused,
        $"{subject.Place}: {subject.Doing} failed: {what}",
        "The registry, or a proxy before it, is not set up correctly.");

    public static RegistryException UnusableHost(RequestSubject subject) => Make(
        OciErrorCodes.RegistryHostUnknown,
        $"'{subject.Host}' is not a host with an optional port.",
        "Write a registry as localhost:5000 or registry.example.com, without https:// and without a path.");

    /// <summary>Whether a registry's words, which have no code for it, say that its disk or quota is full.</summary>
    private static bool SaysFull(string said) =>
        said.Contains("no space left", StringComparison.OrdinalIgnoreCase)
        || said.Contains("quota", StringComparison.OrdinalIgnoreCase)
        || said.Contains("disk full", StringComparison.OrdinalIgnoreCase)

        // The error numbers ENOSPC and EDQUOT as distribution's file system driver prints them.
        || said.Contains("\"Err\":28}", StringComparison.Ordinal)
        || said.Contains("\"Err\":122}", StringComparison.Ordinal);

    private static RegistryException Full(RequestSubject subject, string head, string tail) => Make(
        OciErrorCodes.RegistryStorageFull,
        head + "the registry has no room for it" + tail,
        $"Make room at {subject.Host} or raise its quota, then push again: what it has taken is not sent a second time.");

    private static RegistryException Make(string code, string message, string advice) => new(code, message, advice, isTransient: false);

    private static string Innermost(Exception failure)
    {
        Exception cause = failure;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause.Message.TrimEnd('.');
    }

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
