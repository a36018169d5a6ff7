using BuildKit.Cli.Terminals;
using BuildKit.Engine.Verification;

namespace BuildKit.Cli.Collecting;

/// <summary>One line on a terminal that says how far a verification is; nothing elsewhere.</summary>
internal sealed class VerificationLine(TextOutput output, bool isShown) : IProgress<VerificationProgress>, IDisposable
{
    private bool wasShown;

    /// <inheritdoc />
    public void Report(VerificationProgress value)
    {
        if (isShown && output.IsTerminal)
        {
            wasShown = true;
            output.Write($"\r\e[Kread {Sizes.Bytes(value.DoneBytes)} of {Sizes.Bytes(value.TotalBytes)}");
            output.Flush();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (wasShown)
        {
            output.Write("\r\e[K");
            output.Flush();
        }
    }
}
