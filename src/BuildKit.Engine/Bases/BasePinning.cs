using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using BuildKit.Engine.Scheduling;
using BuildKit.Graph;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Engine.Bases;

/// <summary>
/// Gives the bases, downloads and checkouts of a graph the digests and commits that they mean now, before anything is built: those that the targets need and no others, side by side.
/// </summary>
/// <param name="resolver">Finds images by name.</param>
/// <param name="buildfileDirectory">What the paths of layouts are relative to.</param>
public sealed class BasePinning(BaseResolver resolver, string buildfileDirectory)
{
    private const int AskedAtOnce = 8;

    /// <summary>The graph with the digests of all bases and downloads, and the commits of all checkouts, below the targets.</summary>
    /// <exception cref="StepFailedException">A base cannot be had; the step is the first such in the order of the graph, and its code is the cause's.</exception>
    public async Task<BuildGraph> PinAsync(BuildGraph graph, ImmutableArray<Target> targets, CancellationToken ct)
    {
        ImmutableArray<StepRef> bases = OpenBases(graph, targets);
        var failures = new StepFailedException?[bases.Length];
        var steps = graph.Steps.ToBuilder();
        var found = new Step[bases.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, bases.Length, options, async (index, stop) =>
        {
            Step step = graph[bases[index]];
            try
            {
                found[index] = await PinnedAsync(step, stop);
            }
            catch (BuildKitException failure)
            {
                failures[index] = new StepFailedException(failure.Code, failure.Message, failure.Advice, failure, bases[index], step, null, []);
            }
        });

        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            // Whoever brings the lock up to date wants to hear of all of them at once.
            StepFailedException[] unlocked = [.. failures.OfType<StepFailedException>().Where(failure => failure.Code == ExecutionErrorCodes.BaseNotLocked)];
            string[] others = [.. unlocked.Select(failure => NameOf(failure.Step)).Distinct().Skip(1)];
            ExceptionDispatchInfo.Throw(first.Code != ExecutionErrorCodes.BaseNotLocked || others.Length == 0 ? first : new StepFailedException(
                first.Code, $"{first.Message} The same holds for {string.Join(", ", others)}.",
                first.Advice, first, first.Reference, first.Step, null, []));
        }

        for (int index = 0; index < bases.Length; index++)
        {
            steps[bases[index].Index] = found[index];
        }

        return graph with { Steps = steps.ToImmutable() };
    }

    /// <summary>The graph with the digests of the bases that are known on this machine, and of the downloads and checkouts that are pinned; the others stay open.</summary>
    public async Task<BuildGraph> PinKnownAsync(BuildGraph graph, CancellationToken ct)
    {
        var steps = graph.Steps.ToBuilder();
        foreach (StepRef reference in OpenBases(graph, graph.Targets))
        {
            try
            {
                steps[reference.Index] = await PinnedAsync(graph[reference], ct);
            }
            catch (BuildKitException failure) when (failure.Code is ExecutionErrorCodes.BaseMissing or ExecutionErrorCodes.BaseNotLocal or OciErrorCodes.LayoutMissing)
            {
                // Open is what "not known" looks like in a graph.
                continue;
            }
        }

        return graph with { Steps = steps.ToImmutable() };
    }

    private static ImmutableArray<StepRef> OpenBases(BuildGraph graph, ImmutableArray<Target> targets) =>
        [.. new NeededSteps(graph, targets).All.Where(step => graph[step] is PullStep { Manifest: null } or LayoutStep { Manifest: null } or DownloadStep { Content: null } or CheckoutStep { Commit: null })];

    private static string NameOf(Step step) => step switch
    {
        DownloadStep download => $"'{download.Url}'",
        CheckoutStep checkout => $"'{checkout.Url}' ({checkout.Reference})",
        _ => $"'{((PullStep)step).Reference}' ({step.Platform})",
    };

    private async Task<Step> PinnedAsync(Step step, CancellationToken ct) => step switch
    {
        PullStep pull => pull with { Manifest = (await resolver.ResolveAsync(pull.Reference, pull.Platform, ct)).Manifest },
        LayoutStep layout => layout with { Manifest = (await LayoutImage.ReadAsync(Path.GetFullPath(layout.Path, buildfileDirectory), layout.Tag, layout.Platform, ct)).Manifest },
        DownloadStep download => download with { Content = await resolver.Downloads.ResolveAsync(download.Url, ct) },
        CheckoutStep checkout => checkout with { Commit = await resolver.Checkouts.ResolveAsync(checkout.Url, checkout.Reference, ct) },
        _ => throw new InvalidOperationException($"{step.GetType().Name} is no base."),
    };
}
