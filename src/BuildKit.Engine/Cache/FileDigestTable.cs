using System.Buffers.Binary;
using System.Text;
using BuildKit.Engine.Context;
using BuildKit.Engine.Store;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Cache;

/// <summary>
/// Digests of the context's files in the index: a space for each context folder, a row for each file of 64 bytes (size, modification
/// time, change time, inode, SHA-256). A folder's rows are read in one go when the first of them is asked for.
/// </summary>
internal sealed class FileDigestTable(StoreIndex index) : IFileDigestCache
{
    private const int IdentitySize = 4 * sizeof(long);
    private const int RowSize = IdentitySize + 32;

    private readonly Dictionary<string, Dictionary<string, byte[]>> folders = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <inheritdoc />
    public IReadOnlyList<Digest> Get(IReadOnlyList<FileIdentity> files)
    {
        var digests = new Digest[files.Count];
        Span<byte> identity = stackalloc byte[IdentitySize];
        lock (gate)
        {
            for (int i = 0; i < files.Count; i++)
            {
                WriteIdentity(files[i], identity);
                if (RowsOf(files[i].Root).TryGetValue(KeyOf(files[i].Path.Span), out byte[]? row)
                    && row.Length == RowSize
                    && row.AsSpan(0, IdentitySize).SequenceEqual(identity))
                {
                    digests[i] = Digest.FromSha256(row.AsSpan(IdentitySize));
                }
            }
        }

        return digests;
    }

    /// <inheritdoc />
    public void Put(IReadOnlyList<KeyValuePair<FileIdentity, Digest>> digests)
    {
        lock (gate)
        {
            foreach (IGrouping<string, KeyValuePair<FileIdentity, Digest>> folder in digests.GroupBy(entry => entry.Key.Root, StringComparer.Ordinal))
            {
                Dictionary<string, byte[]> rows = RowsOf(folder.Key);
                var written = new List<KeyValuePair<byte[], byte[]>>();
                foreach ((FileIdentity file, Digest digest) in folder)
                {
                    var row = new byte[RowSize];
                    WriteIdentity(file, row);
                    Convert.FromHexString(digest.Hex, row.AsSpan(IdentitySize), out _, out _);
                    rows[KeyOf(file.Path.Span)] = row;
                    written.Add(new KeyValuePair<byte[], byte[]>(file.Path.Span.ToArray(), row));
                }

                index.PutAll(SpaceOf(folder.Key), written);
            }
        }
    }

    private Dictionary<string, byte[]> RowsOf(string root)
    {
        if (!folders.TryGetValue(root, out Dictionary<string, byte[]>? rows))
        {
            rows = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach ((byte[] path, byte[] row) in index.GetAll(SpaceOf(root)))
            {
                rows[KeyOf(path)] = row;
            }

            folders.Add(root, rows);
        }

        return rows;
    }

    // One char for each byte: exact for names that are not UTF-8 too.
    private static string KeyOf(ReadOnlySpan<byte> path) => Encoding.Latin1.GetString(path);

    private static string SpaceOf(string root) => "file:" + root;

    private static void WriteIdentity(FileIdentity file, Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, file.Size);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], file.ModifyTime);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], file.ChangeTime);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], file.Inode);
    }
}
