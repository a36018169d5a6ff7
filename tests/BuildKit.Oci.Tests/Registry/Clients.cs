using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using BuildKit.Oci.Registry.Credentials;
using BuildKit.Tests.Registries;

namespace BuildKit.Oci.Tests.Registry;

/// <summary>Short ways to what most tests of this folder need.</summary>
internal static class Clients
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<RegistryProcess> StartAsync(RegistryProcessOptions? options = null) => RegistryProcess.StartAsync(options ?? new RegistryProcessOptions(), Ct);

    public static RegistryClient Client(IRegistryClock? clock = null, ICredentialSource? credentials = null, TimeSpan? idle = null) => new(RegistryOptions.Default with
    {
        Clock = clock ?? new InstantClock(),
        Credentials = credentials ?? NoCredentials.Instance,
        IdleTimeout = idle ?? TimeSpan.FromSeconds(60),
    });

    public static RegistryRepository Repository(this RegistryClient client, string host, string name) => client.Repository(new ImageReference(host, name, null, null));

    public static async Task<byte[]> ReadAsync(this BuildKit.Oci.Content.IContentStore store, Descriptor descriptor)
    {
        await using Stream stream = await store.OpenReadAsync(descriptor, Ct);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    /// <summary>A stream that cannot go back, as a pipe is.</summary>
    public static Stream OneWay(byte[] bytes) => new System.IO.Compression.DeflateStream(Deflated(bytes), System.IO.Compression.CompressionMode.Decompress);

    private static MemoryStream Deflated(byte[] bytes)
    {
        var buffer = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(buffer, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        buffer.Position = 0;
        return buffer;
    }
}
