using System.Collections.Immutable;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;

namespace BuildKit.Delivery.Gates;

/// <summary>Judges gates by evidence alone: no registry, clock or work tree is asked, so the same evidence always gives the same answer.</summary>
public static class GateCheck
{
    /// <summary>One outcome for each gate, in their order.</summary>
    public static ImmutableArray<GateOutcome> Evaluate(ImmutableArray<Gate> gates, Release release, EvidenceSet evidence) =>
        [.. gates.Select(gate => Evaluate(gate, release, gates.OfType<CleanSourceGate>().Any() ? Cleanest(evidence) : evidence))];

    /// <summary>Stops where a gate does not hold, naming all that do not.</summary>
    /// <exception cref="BuildKitException">One does not (BK6005).</exception>
    public static void Demand(ImmutableArray<GateOutcome> outcomes, string environment)
    {
        ImmutableArray<GateOutcome> closed = [.. outcomes.Where(outcome => !outcome.Holds)];
        if (!closed.IsEmpty)
        {
            throw new BuildKitException(
                DeliveryErrorCodes.GateClosed,
                $"The release may not enter {environment}: {string.Join("; ", closed.Select(outcome => $"{outcome.Gate} does not hold, {outcome.Reason}"))}.",
                "Nothing was changed. Deliver a release for which every gate holds.");
        }
    }

    private static GateOutcome Evaluate(Gate gate, Release release, EvidenceSet evidence) => gate switch
    {
        PassedGate passed => Passed(passed, release, evidence),
        CleanSourceGate => Clean(gate, release, evidence),
        BranchGate branch => Branch(branch, release, evidence),
        _ => throw new InvalidOperationException($"An unknown gate: {gate.GetType()}"),
    };

    /// <summary>A pass is evidence for the digest that it is about and for no other.</summary>
    private static GateOutcome Passed(PassedGate gate, Release release, EvidenceSet evidence)
    {
        if (release.Images.FirstOrDefault(image => image.Name == gate.Image) is not { } image)
        {
            return new GateOutcome(gate, false, $"the release has no image '{gate.Image}'");
        }

        TestPass[] passes =
        [
            .. evidence.Tests
                .Where(test => test.Predicate.Test == gate.Test && test.Predicate.Image == gate.Image && test.Subjects.Any(subject => subject.Digest == image.Image.Digest))
                .Select(test => test.Predicate),
        ];
        if (passes.FirstOrDefault(pass => pass.Definition == gate.Definition) is { } passed)
        {
            return new GateOutcome(gate, true, $"passed on {passed.Platform} at {passed.At:yyyy-MM-dd HH:mm:ss} UTC (unsigned)");
        }

        return new GateOutcome(gate, false, passes is [var other, ..]
            ? $"'{gate.Test}' passed on {gate.Image}@{image.Image.Digest} at {other.At:yyyy-MM-dd HH:mm:ss} UTC, and says something else now: deploy once more to run it as it is"
            : $"no passed test '{gate.Test}' is recorded for {gate.Image}@{image.Image.Digest}");
    }

    private static GateOutcome Clean(Gate gate, Release release, EvidenceSet evidence)
    {
        ImmutableArray<SourceFacts> sources = SourcesOf(release, evidence);
        if (sources.FirstOrDefault(source => source is { Clean: true, Commit: not null }) is { } clean)
        {
            return new GateOutcome(gate, true, $"built from the commit {clean.Commit}{Given(clean)} (unsigned)");
        }

        return new GateOutcome(gate, false, sources.Length == 0
            ? "nothing is recorded of what the release was built from"
            : sources.All(source => source.Commit is null) ? "it was built without Git"
            : $"the work tree had changes that no commit has{(sources.FirstOrDefault(source => source.Uncommitted is not null) is { } found ? $", such as {found.Uncommitted}" : "")}");
    }

    private static string Given(SourceFacts source) =>
        source.Parameters is { Length: > 0 } given ? $" with --set {string.Join(", ", given.Select(parameter => parameter.Name))}" : "";

    private static GateOutcome Branch(BranchGate gate, Release release, EvidenceSet evidence)
    {
        ImmutableArray<SourceFacts> sources = SourcesOf(release, evidence);
        if (sources.FirstOrDefault(source => source.Branch is { } branch && gate.Accepts(branch)) is { } found)
        {
            return new GateOutcome(gate, true, $"built on the branch {found.Branch} (unsigned)");
        }

        string[] branches = [.. sources.Select(source => source.Branch).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new GateOutcome(gate, false, sources.Length == 0
            ? "nothing is recorded of what the release was built from"
            : branches.Length == 0 ? "it was built on no branch" : $"it was built on {string.Join(", ", branches)}");
    }

    private static ImmutableArray<SourceFacts> SourcesOf(Release release, EvidenceSet evidence) =>
        [.. evidence.Sources.Where(source => source.Subjects.Any(subject => subject.Digest == release.Digest)).Select(source => source.Predicate)];

    /// <summary>The clean builds where there are any: the branch of a build with changes must not stand in for that of the clean one.</summary>
    private static EvidenceSet Cleanest(EvidenceSet evidence) => evidence.Sources.Any(IsClean)
        ? evidence with { Sources = [.. evidence.Sources.Where(IsClean)] }
        : evidence;

    private static bool IsClean(Statement<SourceFacts> source) => source.Predicate is { Clean: true, Commit: not null };
}
