using System.Text;

namespace BuildKit.Tests.Processes;

/// <summary>What a process says, in parts.</summary>
internal sealed class Told(StreamReader reader)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The lines up to one with a text in it, each behind a line feed.</summary>
    public async Task<string> UntilAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var lines = new StringBuilder("\n");
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Append(line).Append('\n');
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return lines.ToString();
            }
        }

        throw new InvalidOperationException($"It ended without saying '{text}':{lines}");
    }
}
