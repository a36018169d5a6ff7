using System.Collections.Immutable;
using BuildKit.Engine.Events;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Reports;

/// <summary>Brings out of runs what their <c>reports:</c> name.</summary>
internal sealed class RunReports(LocalStore store, BuildRequest request, EventStream events)
{
    /// <summary>Whether a step that ended well gives reports in this build.</summary>
    internal bool AreWantedOf(RunStep step) => !step.Options.Reports.IsEmpty && request.Reports is { OfEveryStep: true };

    /// <summary>Brings out the reports of a step that ended well, from the layers of its result.</summary>
    /// <exception cref="NamespaceNeededException">There are some, and this process of an ordinary user reads no layers.</exception>
    /// <exception cref="BuildKitException">They cannot be read or written (BK4110).</exception>
    internal void Take(RunStep step, StepRef reference, StepResult result, CancellationToken ct)
    {
        using ReportSource source = ReportSource.Of(store.Snapshots, result);

        // What it knew of secrets is not in its layer.
        Take(step, reference, EffectiveRun.Of(step, result.Config).WorkingDirectory, source, SecretPatterns.None, ct);
    }

    /// <summary>Brings out the reports of a test's step that ended well.</summary>
    /// <exception cref="BuildKitException">They cannot be read or written (BK4110).</exception>
    internal void Take(
        RunStep step, StepRef reference, StepResult below, IEnumerable<UpperDirectory> changes, SecretPatterns secrets, CancellationToken ct)
    {
        using ReportSource source = ReportSource.Of(store.Snapshots, below, changes);
        Take(step, reference, EffectiveRun.Of(step, below.Config).WorkingDirectory, source, secrets, ct);
    }

    /// <summary>Brings out the reports of a step that failed. What goes wrong is a warning: the failure matters more.</summary>
    /// <param name="below">What the step stands on.</param>
    /// <param name="changes">What it, and in a test the steps before it, changed.</param>
    /// <param name="secrets">What no report may hold.</param>
    /// <returns>The folder; null where there is no report.</returns>
    internal string? TakeOfFailed(
        RunStep step, StepRef reference, StepResult below, IEnumerable<UpperDirectory> changes, SecretPatterns secrets, CancellationToken ct)
    {
        if (step.Options.Reports.IsEmpty || request.Reports is not { } folders)
        {
            return null;
        }

        try
        {
            using ReportSource source = ReportSource.Of(store.Snapshots, below, changes);
            SortedDictionary<LayerPath, TreeEntry> found = ReportSelection.Find(source.Tree, step.Options.Reports, EffectiveRun.Of(step, below.Config).WorkingDirectory);
            return Write(step, reference, folders, source, found, secrets, ct) ? folders.PathOf(reference) : null;
        }
        catch (BuildKitException failure)
        {
            Warn(failure.Code, failure.Message, failure.Advice);
            return null;
        }
    }

    private void Take(
        RunStep step, StepRef reference, string workingDirectory, ReportSource source, SecretPatterns secrets, CancellationToken ct)
    {
        ReportFolders folders = request.Reports ?? throw new InvalidOperationException("No reports are wanted.");
        SortedDictionary<LayerPath, TreeEntry> found = ReportSelection.Find(source.Tree, step.Options.Reports, workingDirectory);
        if (found.Count > 0 && UserNamespace.IsNeeded)
        {
            throw new NamespaceNeededException(step.Display);
        }

        if (!Write(step, reference, folders, source, found, secrets, ct))
        {
            Warn(
                ExecutionErrorCodes.ReportsMissing,
                $"'{step.Display}' has no reports: {string.Join(", ", step.Options.Reports.Select(report => $"'{report}'"))} {(step.Options.Reports.Length == 1 ? "matches" : "match")} no file.",
                "Look at the spelling; a relative path is relative to the step's directory, and what lies in a mount is not looked at.");
        }
    }

    /// <summary>Whether there was a file to write.</summary>
    private bool Write(
        RunStep step, StepRef reference, ReportFolders folders, ReportSource source, SortedDictionary<LayerPath, TreeEntry> found, SecretPatterns secrets, CancellationToken ct)
    {
        try
        {
            string target = folders.PathOf(reference);
            if (found.Values.All(entry => entry.Kind != TreeEntryKind.File))
            {
                ReportWriter.Clear(target);
                return false;
            }

            using var writer = new ReportWriter(folders.Directory, target);
            int files = Fill(writer, step, source, found, secrets, ct);
            if (files == 0)
            {
                ReportWriter.Clear(target);
                return false;
            }

            writer.Publish();
            events.Emit(elapsed => new ReportsWritten(elapsed, reference, target, files));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BuildKitException)
        {
            throw new BuildKitException(
                ExecutionErrorCodes.ReportsNotWritten, $"The reports of '{step.Display}' cannot be brought out to '{folders.Directory}': {failure.Message}",
                "Give a folder that can be written with --reports.", failure);
        }
    }

    private int Fill(
        ReportWriter writer, RunStep step, ReportSource source, SortedDictionary<LayerPath, TreeEntry> found, SecretPatterns secrets, CancellationToken ct)
    {
        int files = 0;
        foreach ((LayerPath place, TreeEntry entry) in found)
        {
            ct.ThrowIfCancellationRequested();
            using var search = new SecretSearch(secrets);
            search.Write(place.Span);
            if (search.Found is null && entry.Kind == TreeEntryKind.Directory)
            {
                writer.AddFolder(place);
                continue;
            }

            if (search.Found is null)
            {
                using Stream content = source.Open(entry.Path);
                files += writer.TryAddFile(place, content, search, ct) ? 1 : 0;
            }

            if (search.Found is { } secret)
            {
                Warn(
                    ExecutionErrorCodes.ReportHoldsSecret, $"A report of '{step.Display}' was left out: {search.Hide(place.ToString())} holds the secret {secret}.",
                    "Let the command print or write less of what it knows.");
            }
        }

        return files;
    }

    private void Warn(string code, string message, string? advice) => events.Emit(elapsed => new BuildWarning(elapsed, code, message, advice));
}
