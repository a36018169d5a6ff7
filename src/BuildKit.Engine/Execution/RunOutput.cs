using System.Collections.Immutable;
using System.Text;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Execution;

/// <summary>Passes a run's output on line by line, keeps the last lines for the case that it fails, and blots out the values of secrets.</summary>
/// <param name="pass">Takes each line.</param>
/// <param name="secrets">The values that must not be seen.</param>
internal sealed class RunOutput(Action<OutputStream, string> pass, IEnumerable<byte[]> secrets) : ISandboxOutput
{
    private const int Kept = 50;
    private const int ShortestPart = 4;
    private const string Blot = "***";

    private readonly Queue<string> last = new();
    private readonly ImmutableArray<string> hidden =
    [
        .. secrets
            .SelectMany(value => Encoding.UTF8.GetString(value).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(part => part.Length >= ShortestPart)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(part => part.Length),
    ];

    /// <summary>The last lines, both streams as they came.</summary>
    internal ImmutableArray<string> Last
    {
        get
        {
            lock (last)
            {
                return [.. last];
            }
        }
    }

    /// <summary>Passes on what the sandbox warned of.</summary>
    internal void Warn(SandboxExit exit)
    {
        foreach (string warning in exit.Warnings)
        {
            OnLine(OutputStream.Stderr, "buildkit: " + warning);
        }
    }

    /// <inheritdoc />
    public void OnLine(OutputStream stream, string line)
    {
        string shown = hidden.Aggregate(line, (text, secret) => text.Replace(secret, Blot, StringComparison.Ordinal));
        lock (last)
        {
            last.Enqueue(shown);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }
        }

        pass(stream, shown);
    }
}
