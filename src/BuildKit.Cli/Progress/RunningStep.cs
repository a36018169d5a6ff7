using BuildKit.Cli.Terminals;

namespace BuildKit.Cli.Progress;

/// <summary>A step that runs now, as the live tree shows it.</summary>
internal sealed class RunningStep(StepLabel label, TimeSpan started)
{
    /// <summary>How many lines of its output are shown.</summary>
    public const int ShownLines = 4;

    private readonly Queue<string> lines = new(ShownLines + 1);

    /// <summary>What it is called.</summary>
    public StepLabel Label { get; } = label;

    /// <summary>When it began, since the build's begin.</summary>
    public TimeSpan Started { get; } = started;

    /// <summary>Its last lines, the oldest first.</summary>
    public IReadOnlyCollection<string> LastLines => lines;

    /// <summary>How much it moved, such as <c>12.1 MB of 80 MB</c>; empty where it moves nothing.</summary>
    public string Transferred { get; private set; } = "";

    /// <summary>Takes a line of output.</summary>
    public void AddLine(string line)
    {
        lines.Enqueue(ControlCharacters.Shown(line));
        if (lines.Count > ShownLines)
        {
            lines.Dequeue();
        }
    }

    /// <summary>Takes how far it is.</summary>
    public void SetTransferred(long bytes, long? total) =>
        Transferred = total is { } all ? $"{Sizes.Bytes(bytes)} of {Sizes.Bytes(all)}" : Sizes.Bytes(bytes);
}
