using System.Buffers;

namespace BuildKit.Engine.Native;

/// <summary>A name with the zero byte that the kernel wants behind it; on the stack where it fits.</summary>
internal ref struct NullTerminated
{
    /// <summary>What the caller's stack buffer should hold; longer names are rented.</summary>
    public const int StackSize = 512;

    private readonly Span<byte> bytes;
    private byte[]? rented;

    public NullTerminated(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        if (name.Contains((byte)0))
        {
            throw new ArgumentException("A name holds a zero byte.", nameof(name));
        }

        if (name.Length + 1 > buffer.Length)
        {
            rented = ArrayPool<byte>.Shared.Rent(name.Length + 1);
            buffer = rented;
        }

        name.CopyTo(buffer);
        buffer[name.Length] = 0;
        bytes = buffer[..(name.Length + 1)];
    }

    /// <summary>Lets <c>fixed</c> take the address.</summary>
    public readonly ref byte GetPinnableReference() => ref bytes[0];

    public void Dispose()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }
}
