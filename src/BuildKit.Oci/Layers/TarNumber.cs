using System.Globalization;

namespace BuildKit.Oci.Layers;

/// <summary>The three ways in which tar archives write numbers: octal text, GNU's big-endian binary, PAX's decimal text.</summary>
internal static class TarNumber
{
    /// <summary>Reads a header field: octal with leading spaces and trailing spaces or NULs (nothing at all is 0), or binary where the first bit is set.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        if ((field[0] & 0x80) != 0)
        {
            return TryReadBinary(field, out value);
        }

        ReadOnlySpan<byte> digits = TarFormat.Terminated(field).Trim((byte)' ');
        foreach (byte digit in digits)
        {
            // Twenty-one octal digits fill 63 bits.
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (long)(digit - '0');
        }

        return true;
    }

    /// <summary>Reads digits only: no sign, no space.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<byte> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a PAX time, <c>[-]seconds[.fraction]</c>, rounded towards the past.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        bool negative = text.StartsWith("-"u8);
        ReadOnlySpan<byte> rest = negative ? text[1..] : text;
        int dot = rest.IndexOf((byte)'.');
        ReadOnlySpan<byte> fraction = dot < 0 ? [] : rest[(dot + 1)..];
        if (fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !TryReadDecimal(dot < 0 ? rest : rest[..dot], out seconds))
        {
            return false;
        }

        if (negative)
        {
            seconds = -seconds - (fraction.ContainsAnyExcept((byte)'0') ? 1 : 0);
        }

        return true;
    }

    /// <summary>Whether the value fits the field as octal digits and a NUL.</summary>
    public static bool FitsOctal(long value, int fieldLength) => value >= 0 && value < 1L << (3 * (fieldLength - 1));

    /// <summary>Writes octal digits that fill the field, and a NUL.</summary>
    public static void WriteOctal(Span<byte> field, long value)
    {
        for (int i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }

        field[^1] = 0;
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> field, out long value)
    {
        // The first bit marks the form; the next is the sign of a two's complement number.
        bool negative = (field[0] & 0x40) != 0;
        value = negative ? -1 : 0;
        for (int i = 0; i < field.Length; i++)
        {
            byte one = i > 0 ? field[i] : (byte)(negative ? field[i] | 0x80 : field[i] & 0x7f);
            if (value is < long.MinValue >> 8 or > long.MaxValue >> 8)
            {
                return false;
            }

            value = (value << 8) | one;
        }

        return true;
    }
}
