using System.Security.Cryptography;
using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Trees;

/// <summary>
/// Hashes entries by meaning. For each: path, kind (8 bits), mode, uid, gid, device numbers (32 bits each), link target, first
/// name of a hard link, number of attributes, each name and value, then the 32 bytes of the content's SHA-256 for a file.
/// Numbers are big-endian; every run of bytes is behind its length in 32 bits.
/// </summary>
internal sealed class EntryHash : IDisposable
{
    private readonly BufferedHash hash = new();

    /// <param name="purpose">Keeps digests of different purposes apart.</param>
    public EntryHash(string purpose) => hash.AddBytes(Encoding.UTF8.GetBytes(purpose));

    /// <param name="path">The path that is hashed, which may be relative to some folder.</param>
    /// <param name="hardLink">The first name of a hard link, in the same terms; the root for none.</param>
    public void Add(TreeEntry entry, LayerPath path, LayerPath hardLink)
    {
        hash.AddBytes(path.Span);
        hash.AddByte((byte)entry.Kind);
        hash.AddNumber((uint)entry.Mode);
        hash.AddNumber(entry.Uid);
        hash.AddNumber(entry.Gid);
        hash.AddNumber(entry.DeviceMajor);
        hash.AddNumber(entry.DeviceMinor);
        hash.AddBytes(entry.LinkTarget.Span);
        hash.AddBytes(hardLink.Span);
        hash.AddNumber((uint)entry.Attributes.Length);
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            hash.AddBytes(Encoding.UTF8.GetBytes(attribute.Name));
            hash.AddBytes(attribute.Value.Span);
        }

        if (entry.Kind == TreeEntryKind.File)
        {
            Span<byte> content = stackalloc byte[SHA256.HashSizeInBytes];
            Convert.FromHexString(entry.Content.Hex, content, out _, out _);
            hash.Add(content);
        }
    }

    public Digest Finish() => hash.Finish();

    public void Dispose() => hash.Dispose();
}
