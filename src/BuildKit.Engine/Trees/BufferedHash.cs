using System.Buffers.Binary;
using System.Security.Cryptography;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Trees;

/// <summary>SHA-256 of many small pieces: they are gathered, since each call of the hash costs more than a piece. Numbers are big-endian.</summary>
internal sealed class BufferedHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[16 * 1024];
    private int used;

    /// <summary>Bytes behind their length in 32 bits.</summary>
    internal void AddBytes(ReadOnlySpan<byte> bytes)
    {
        AddNumber((uint)bytes.Length);
        Add(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > buffer.Length)
        {
            Flush();
            hash.AppendData(bytes);
            return;
        }

        bytes.CopyTo(Room(bytes.Length));
    }

    internal void AddByte(byte value) => Room(1)[0] = value;

    internal void AddNumber(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint)), value);

    internal void AddNumber(long value) => BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), value);

    internal Digest Finish()
    {
        Flush();
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return Digest.FromSha256(result);
    }

    public void Dispose() => hash.Dispose();

    private Span<byte> Room(int length)
    {
        if (buffer.Length - used < length)
        {
            Flush();
        }

        used += length;
        return buffer.AsSpan(used - length, length);
    }

    private void Flush()
    {
        hash.AppendData(buffer.AsSpan(0, used));
        used = 0;
    }
}
