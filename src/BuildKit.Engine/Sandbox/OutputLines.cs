using System.Text;

namespace BuildKit.Engine.Sandbox;

/// <summary>Cuts a stream of bytes into lines while it arrives.</summary>
internal static class OutputLines
{
    /// <summary>A line longer than this arrives in parts.</summary>
    public const int MaxLineBytes = 16 * 1024;

    /// <summary>Reads to the end; a last line without an end is a line too.</summary>
    /// <param name="onLine">Takes one line or part of one, decoded.</param>
    public static async Task ReadAsync(Stream stream, Action<string> onLine, CancellationToken ct)
    {
        var buffer = new byte[MaxLineBytes];
        var count = 0;
        while (await stream.ReadAsync(buffer.AsMemory(count), ct) is var read and > 0)
        {
            count += read;
            count = Emit(buffer, count, onLine);
        }

        if (count > 0)
        {
            onLine(Decode(buffer.AsSpan(0, count)));
        }
    }

    private static int Emit(byte[] buffer, int count, Action<string> onLine)
    {
        var start = 0;
        while (buffer.AsSpan(start, count - start).IndexOf((byte)'\n') is var length and >= 0)
        {
            onLine(Decode(buffer.AsSpan(start, length)));
            start += length + 1;
        }

        if (start == 0 && count == buffer.Length)
        {
            start = WholeCharacters(buffer);
            onLine(Encoding.UTF8.GetString(buffer.AsSpan(0, start)));
        }

        buffer.AsSpan(start, count - start).CopyTo(buffer);
        return count - start;
    }

    /// <summary>How much of a full buffer to take so that a character of several bytes is not cut.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3; back++)
        {
            var value = bytes[^back];
            if (value >= 0xC0)
            {
                var needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return needed > back ? bytes.Length - back : bytes.Length;
            }

            if (value < 0x80)
            {
                break;
            }
        }

        return bytes.Length;
    }

    private static string Decode(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line is [.. var rest, (byte)'\r'] ? rest : line);
}
