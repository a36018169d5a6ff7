using System.Buffers;
using System.Globalization;
using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>Shows bytes of unknown encoding to people without letting a terminal act on them.</summary>
internal static class PrintableBytes
{
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int used);
            if (status == OperationStatus.Done && !IsActive(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (byte one in bytes[..used])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
                }
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    private static bool IsActive(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
