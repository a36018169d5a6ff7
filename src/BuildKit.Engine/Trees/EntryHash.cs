using System.Buffers.Binary;
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
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="purpose">Keeps digests of different purposes apart.</param>
    public EntryHash(string purpose) => AddBytes(Encoding.UTF8.GetBytes(purpose));

    /// <param name="path">The path that is hashed, which may be relative to some folder.</param>
    /// <param name="hardLink">The first name of a hard link, in the same terms; the root for none.</param>
    public void Add(TreeEntry entry, LayerPath path, LayerPath hardLink)
    {
        AddBytes(path.Span);
        hash.AppendData([(byte)entry.Kind]);
        AddNumber((uint)entry.Mode);
        AddNumber(entry.Uid);
        AddNumber(entry.Gid);
        AddNumber(entry.DeviceMajor);
        AddNumber(entry.DeviceMinor);
        AddBytes(entry.LinkTarget.Span);
        AddBytes(hardLink.Span);
        AddNumber((uint)entry.Attributes.Length);
        foreach (ExtendedAttribute attribute in entry.Attributes)
        {
            AddBytes(Encoding.UTF8.GetBytes(attribute.Name));
            AddBytes(attribute.Value.Span);
        }

        if (entry.Kind == TreeEntryKind.File)
        {
            Span<byte> content = stackalloc byte[SHA256.HashSizeInBytes];
            Convert.FromHexString(entry.Content.Hex, content, out _, out _);
            hash.AppendData(content);
        }
    }

    public Digest Finish()
    {
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return Digest.FromSha256(result);
    }

    public void Dispose() => hash.Dispose();

    private void AddBytes(ReadOnlySpan<byte> bytes)
    {
        AddNumber((uint)bytes.Length);
        hash.AppendData(bytes);
    }

    private void AddNumber(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
