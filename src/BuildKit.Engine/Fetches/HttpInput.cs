using System.Text;

namespace BuildKit.Engine.Fetches;

/// <summary>What a client sends, as lines and as bytes, through one buffer of a fixed size.</summary>
internal sealed class HttpInput(Stream stream)
{
    private const int BadRequest = 400;

    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>Whether something was read that nobody has taken yet.</summary>
    internal bool HasRest => start < end;

    /// <summary>A line without its CR LF; null where the client has ended before its first byte.</summary>
    /// <param name="room">The most bytes, CR LF counted; what the line takes is subtracted.</param>
    /// <exception cref="RequestProblem">It ends by LF alone, holds a CR, is too long or cut off.</exception>
    internal async ValueTask<string?> ReadLineAsync(LineRoom room, CancellationToken ct)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end && !await FillAsync(ct))
            {
                return line.Length == 0 ? null : throw new RequestProblem(BadRequest, "The request is cut off.");
            }

            int index = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            int count = index < 0 ? end - start : index + 1;
            room.Take(count);
            line.Append(Encoding.Latin1.GetString(buffer, start, count));
            start += count;
            if (index >= 0)
            {
                return Ended(line);
            }
        }
    }

    /// <summary>Bytes as they come; 0 where the client has ended.</summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken ct)
    {
        if (!HasRest)
        {
            return await stream.ReadAsync(target, ct);
        }

        int count = Math.Min(target.Length, end - start);
        buffer.AsMemory(start, count).CopyTo(target);
        start += count;
        return count;
    }

    private static string Ended(StringBuilder line)
    {
        string text = line.ToString(0, Math.Max(line.Length - 2, 0));
        return line.Length < 2 || line[^2] != '\r' || text.Contains('\r', StringComparison.Ordinal)
            ? throw new RequestProblem(BadRequest, "A line ends by CR LF, and holds no other CR.")
            : text;
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, ct);
        return end > 0;
    }
}
