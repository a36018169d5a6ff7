using BuildKit.Cli.Errors;
using BuildKit.Cli.Running;
using BuildKit.Cli.Terminals;
using BuildKit.Engine.Sandbox;
using BuildKit.Oci;

namespace BuildKit.Cli.Watching;

/// <summary>Builds, waits for a change, and builds again, until it is cancelled.</summary>
/// <param name="files">What is looked at.</param>
/// <param name="build">What is done on a change.</param>
/// <param name="container">The container of the image; null where none is wanted.</param>
/// <param name="output">Where it is told what goes on.</param>
/// <param name="errors">Shows failures.</param>
internal sealed class WatchSession(WatchedFiles files, WatchBuild build, WatchedContainer? container, TextOutput output, ErrorReporter errors)
{
    // An editor writes several files at once, and a checkout hundreds.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private bool hasToldOfFailure;

    /// <summary>Goes on until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the container has not ended yet.</exception>
    /// <exception cref="BuildKitException">The first build shows that the command line makes no sense, or that there is no Buildfile.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        await BuildAsync(isFirst: true, ct).ConfigureAwait(false);
        while (true)
        {
            IReadOnlyList<string> changed = await NextChangeAsync(ct).ConfigureAwait(false);
            output.Line($"{output.Styled(TextStyle.Strong, "changed:")} {Shown(changed)}");
            await BuildAsync(isFirst: false, ct).ConfigureAwait(false);
        }
    }

    private static string Shown(IReadOnlyList<string> paths) =>
        ControlCharacters.Shown(paths[0]) + (paths.Count > 1 ? $", and {paths.Count - 1} more" : "");

    private static string Name(RunImage image) => ControlCharacters.Shown(image.Name);

    private async Task BuildAsync(bool isFirst, CancellationToken ct)
    {
        try
        {
            var (images, why) = await build.RunAsync(ct).ConfigureAwait(false);
            if (!isFirst)
            {
                output.Line(why is null ? "no step ran: all is cached" : $"{output.Styled(TextStyle.Strong, "why:")} {ControlCharacters.Shown(why)}");
            }

            if (container is not null)
            {
                bool isStarted = await container.ReplaceAsync(images[0], ct).ConfigureAwait(false);
                output.Line($"{Name(images[0])} {(isStarted ? isFirst ? "started" : "restarted" : "goes on: it is the same image")}");
            }
        }
        catch (Exception exception) when (exception is BuildfileErrorsException or BuildKitException && !(isFirst && IsFinal(exception)))
        {
            errors.Show(exception);
            if (container?.Running is { IsCompleted: false })
            {
                output.Line("the container goes on with the image before");
            }
        }

        output.Line($"watching {files.Count} names in {ControlCharacters.Shown(files.Context)}; Ctrl-C ends it");
    }

    // What no edit of a file is likely to mend.
    private static bool IsFinal(Exception exception) =>
        exception is BuildKitException && (ExitCodes.Of(exception) is ExitCodes.Usage || exception is BuildKitException { Code: CommandLineErrorCodes.BuildfileMissing or CommandLineErrorCodes.ContextMissing or CommandLineErrorCodes.NotRunnable });

    private async Task<IReadOnlyList<string>> NextChangeAsync(CancellationToken ct)
    {
        using FileEvents events = files.Listen();

        // What changed while the build ran, or before anybody listened, shows at once.
        IReadOnlyList<string> changed = files.Look(ct);
        while (changed.Count == 0)
        {
            await WaitAsync(events, ct).ConfigureAwait(false);
            changed = files.Look(ct);
        }

        var all = new SortedSet<string>(changed, StringComparer.Ordinal);
        do
        {
            all.UnionWith(changed);
            await Task.Delay(Quiet, ct).ConfigureAwait(false);
            changed = files.Look(ct);
        }
        while (changed.Count > 0);
        return [.. all];
    }

    private async Task WaitAsync(FileEvents events, CancellationToken ct)
    {
        if (events.Failure is { } failure && !hasToldOfFailure)
        {
            hasToldOfFailure = true;
            output.Line($"the system tells of no changes ({ControlCharacters.Shown(failure)}), so the files are looked at every second");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task told = events.WaitAsync(either.Token);
        if (container?.Running is { } running && await Task.WhenAny(told, running).ConfigureAwait(false) == running)
        {
            await TellEndAsync(container).ConfigureAwait(false);
        }
        else
        {
            await told.ConfigureAwait(false);
        }

        // A wait that nobody waits for would take what it is told away from the next.
        await either.CancelAsync().ConfigureAwait(false);
        await told.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
    }

    private async Task TellEndAsync(WatchedContainer ended)
    {
        try
        {
            SandboxExit exit = await ended.TakeEndAsync().ConfigureAwait(false);
            ContainerNotes.Write(output, exit);
            output.Line($"the container exited with {exit.ExitCode}; the next change that is built starts it again");
        }
        catch (BuildKitException exception)
        {
            errors.Show(exception);
        }
    }
}
