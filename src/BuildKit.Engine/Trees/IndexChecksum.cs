using System.Numerics;
using System.Runtime.InteropServices;

namespace BuildKit.Engine.Trees;

/// <summary>
/// A 64-bit checksum against damage by disks and half-written files, not against intent: four lanes of multiply and rotate over 32
/// bytes at a time, since it runs over every index that a warm build opens.
/// </summary>
internal static class IndexChecksum
{
    private const ulong First = 0x9E3779B185EBCA87;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong a = First, b = Second, c = First ^ Second, d = (ulong)bytes.Length;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int position = 0;
        for (; position + 4 <= words.Length; position += 4)
        {
            a = Mix(a, words[position]);
            b = Mix(b, words[position + 1]);
            c = Mix(c, words[position + 2]);
            d = Mix(d, words[position + 3]);
        }

        ulong result = Mix(Mix(Mix(Mix(Second, a), b), c), d);
        foreach (byte value in bytes[(position * sizeof(ulong))..])
        {
            result = Mix(result, value);
        }

        return result;
    }

    private static ulong Mix(ulong state, ulong word) => BitOperations.RotateLeft(state ^ (word * Second), 31) * First;
}
