using BuildKit.Oci.Content;

namespace BuildKit.Cli.Terminals;

/// <summary>
/// One of the process's standard streams, which may be closed or lead to a full disk. The first failure is kept and what comes after it is
/// dropped: what a command does is not undone because nobody could be told, and the command says at its end that its output was lost.
/// Nothing is flushed, since the runtime's streams of a console hold nothing back.
/// </summary>
internal sealed class StandardStream(Stream inner) : WriteOnlyStream
{
    /// <summary>Why nothing more is written; null while everything was.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = exception;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
