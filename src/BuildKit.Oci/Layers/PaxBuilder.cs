using System.Buffers;
using System.Globalization;
using System.Text;

namespace BuildKit.Oci.Layers;

/// <summary>Collects the PAX records of one entry and writes them in a fixed order.</summary>
internal sealed class PaxBuilder
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> records = new(StringComparer.Ordinal);

    public bool IsEmpty => records.Count == 0;

    public void Add(string key, ReadOnlyMemory<byte> value) => records.Add(key, value);

    public void Add(string key, long value) => records.Add(key, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The records: <c>hdrcharset</c> first where a name is not UTF-8, as POSIX has it, then by key.</summary>
    public byte[] Build()
    {
        ArrayBufferWriter<byte> content = new();
        if (IsBinary("path") || IsBinary("linkpath"))
        {
            Write(content, "hdrcharset", "BINARY"u8);
        }

        foreach ((string key, ReadOnlyMemory<byte> value) in records)
        {
            Write(content, key, value.Span);
        }

        return content.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> content, string key, ReadOnlySpan<byte> value)
    {
        byte[] name = Encoding.UTF8.GetBytes(key);
        int rest = name.Length + value.Length + 3;

        // The length counts its own digits.
        int length = rest + 1;
        while (length != rest + Digits(length))
        {
            length = rest + Digits(length);
        }

        content.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        content.Write(" "u8);
        content.Write(name);
        content.Write("="u8);
        content.Write(value);
        content.Write("\n"u8);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private bool IsBinary(string key) => records.TryGetValue(key, out ReadOnlyMemory<byte> value) && !System.Text.Unicode.Utf8.IsValid(value.Span);
}
