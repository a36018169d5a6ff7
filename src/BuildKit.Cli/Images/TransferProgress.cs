using System.Diagnostics;
using BuildKit.Cli.Terminals;
using BuildKit.Oci.Copying;

namespace BuildKit.Cli.Images;

/// <summary>One line on a terminal that says how far a copy is; nothing elsewhere.</summary>
internal sealed class TransferProgress(TextOutput output, string title) : IProgress<CopyProgress>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private bool shown;

    /// <inheritdoc />
    public void Report(CopyProgress value)
    {
        if (!output.IsTerminal || (shown && sinceShown.Elapsed < Pause))
        {
            return;
        }

        sinceShown.Restart();
        shown = true;
        output.Write($"\r\e[K{title}: {Sizes.Bytes(value.DoneBytes)} of {Sizes.Bytes(value.TotalBytes)}");
        output.Flush();
    }

    /// <summary>Takes the line away.</summary>
    public void Finish()
    {
        if (shown)
        {
            shown = false;
            output.Write("\r\e[K");
            output.Flush();
        }
    }

    /// <inheritdoc />
    public void Dispose() => Finish();
}
