using System.Security.Cryptography;
using System.Text;
using BuildKit.Oci.Layers;

namespace BuildKit.Oci.Tests.Layers;

/// <summary>Layers to and from a form that tests compare.</summary>
internal static class LayerText
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static LayerEntry File(string path, long size = 0) => new() { Kind = LayerEntryKind.File, Path = LayerPath.Parse(path), Mode = 0x1a4, Size = size };

    public static LayerEntry Directory(string path) => new() { Kind = LayerEntryKind.Directory, Path = LayerPath.Parse(path), Mode = 0x1ed };

    public static LayerEntry Of(LayerEntryKind kind, string path) => new() { Kind = kind, Path = LayerPath.Parse(path) };

    public static async Task<byte[]> WriteAsync(params (LayerEntry Entry, byte[] Content)[] entries)
    {
        MemoryStream output = new();
        LayerWriter writer = new(output);
        foreach ((LayerEntry entry, byte[] content) in entries)
        {
            await writer.WriteAsync(entry, new MemoryStream(content), Ct);
        }

        await writer.CompleteAsync(Ct);
        return output.ToArray();
    }

    public static Task<byte[]> WriteAsync(params LayerEntry[] entries) => WriteAsync([.. entries.Select(e => (e, Array.Empty<byte>()))]);

    public static async Task<List<(LayerEntry Entry, byte[] Content)>> ReadAsync(byte[] tar, LayerReaderOptions? options = null)
    {
        List<(LayerEntry, byte[])> entries = [];
        LayerReader reader = new(new MemoryStream(tar), "the test's archive", options ?? LayerReaderOptions.Layer);
        while (await reader.ReadAsync(Ct) is { } entry)
        {
            MemoryStream content = new();
            await reader.Content.CopyToAsync(content, Ct);
            entries.Add((entry, content.ToArray()));
        }

        return entries;
    }

    public static async Task<LayerEntry> ReadOneAsync(byte[] tar) => Assert.Single(await ReadAsync(tar)).Entry;

    public static async Task<BuildKitException> FailureAsync(byte[] tar, LayerReaderOptions? options = null) =>
        await Assert.ThrowsAsync<BuildKitException>(() => ReadAsync(tar, options));

    /// <summary>Everything an entry says, for comparison.</summary>
    public static string Describe(LayerEntry e, byte[] content) =>
        $"{e.Kind} {e.Path} {Convert.ToString(e.Mode, 8)} {e.Uid}:{e.Gid} {e.Size} {e.ModificationTime} [{e.SymbolicLinkTarget}] [{e.HardLinkTarget}] "
        + $"{e.DeviceMajor},{e.DeviceMinor} {string.Join(';', e.ExtendedAttributes.Select(a => $"{a.Name}={Convert.ToHexString(a.Value.Span)}"))} "
        + Convert.ToHexString(SHA256.HashData(content));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
