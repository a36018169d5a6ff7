using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Native;

/// <summary>The names in a folder, byte for byte, by getdents64(2).</summary>
internal static unsafe class DirectoryReader
{
    private const int NameOffset = 19;
    private const int BufferSize = 32 * 1024;

    /// <summary>All names but <c>.</c> and <c>..</c>, in byte order.</summary>
    /// <param name="folder">A folder opened for reading, at its start; read to its end.</param>
    /// <param name="displayPath">What a message calls it.</param>
    public static List<byte[]> Names(SafeFileHandle folder, ReadOnlySpan<byte> displayPath)
    {
        var result = new List<byte[]>();
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            fixed (byte* pointer = buffer)
            {
                nint length;
                while ((length = Libc.GetDirectoryEntries(folder, pointer, (nuint)buffer.Length)) > 0)
                {
                    Collect(buffer.AsSpan(0, (int)length), result);
                }

                if (length < 0)
                {
                    throw DiskFailure.Last("list", displayPath);
                }
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        result.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return result;
    }

    private static void Collect(ReadOnlySpan<byte> entries, List<byte[]> result)
    {
        while (!entries.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(entries[16..]);
            ReadOnlySpan<byte> name = entries[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                result.Add(name.ToArray());
            }

            entries = entries[length..];
        }
    }
}
