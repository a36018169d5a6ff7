using System.Collections.Immutable;
using BuildKit.Engine.Sandbox;

namespace BuildKit.Engine.Execution;

/// <summary>Passes a run's output on line by line, keeps the last lines for the case that it fails, and blots out the values of secrets.</summary>
/// <param name="pass">Takes each line.</param>
/// <param name="secrets">What must not be seen.</param>
internal sealed class RunOutput(Action<OutputStream, string> pass, IEnumerable<KnownSecret> secrets) : ISandboxOutput
{
    private const int Kept = 50;
    private const string Blot = "***";

    private readonly Queue<string> last = new();
    private readonly ImmutableArray<HiddenText> hidden = HiddenText.Of(secrets);

    /// <summary>The texts that must not be seen.</summary>
    internal ImmutableArray<string> Hidden => [.. hidden.Select(text => text.Text)];

    /// <summary>The name of the first secret of which a part was met that tells something; null where none was.</summary>
    internal string? Shown { get; private set; }

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

    /// <summary>A text without the values of secrets.</summary>
    internal string Blotted(string text) => hidden.Aggregate(text, (shown, secret) => shown.Replace(secret.Text, Blot, StringComparison.Ordinal));

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
        string shown = line;
        string? met = null;
        foreach (HiddenText text in hidden)
        {
            string without = shown.Replace(text.Text, Blot, StringComparison.Ordinal);
            met ??= text.Tells && without != shown ? text.Secret : null;
            shown = without;
        }

        lock (last)
        {
            Shown ??= met;
            last.Enqueue(shown);
            if (last.Count > Kept)
            {
                last.Dequeue();
            }
        }

        pass(stream, shown);
    }
}
