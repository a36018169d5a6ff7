using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Gates;
using BuildKit.Delivery.Releases;
using BuildKit.Graph.Environments;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;

namespace BuildKit.Delivery.Changes;

/// <summary>Pushes a release that was built here into an environment.</summary>
/// <param name="Images">Where the images are: the local store.</param>
/// <param name="Release">The release.</param>
/// <param name="Source">What it was built from.</param>
/// <param name="Tests">Tests that passed on its images.</param>
/// <param name="Gates">What has to hold.</param>
/// <param name="Policy">The digest of the gates as declared; null where there are none.</param>
/// <param name="Tags">Tags that are added and never move.</param>
/// <param name="Origin">Who does it.</param>
public sealed record Deployment(
    IImageRepository Images,
    Release Release,
    SourceFacts Source,
    ImmutableArray<TestPass> Tests,
    ImmutableArray<Gate> Gates,
    Digest? Policy,
    ImmutableArray<string> Tags,
    ChangeOrigin Origin)
{
    /// <summary>Whether a tag that somebody else moved or removed is taken over instead of refused.</summary>
    public bool TakesOver { get; init; }

    /// <summary>Judges the gates, copies, writes the evidence and the record, moves the tag last.</summary>
    /// <exception cref="BuildKitException">A gate does not hold (BK6005), the environment is not as it should be (BK6002, BK6008), or the registry failed.</exception>
    public async Task<ChangeResult> RunAsync(EnvironmentRepositories environment, IProgress<CopyProgress>? progress, CancellationToken ct)
    {
        GateCheck.Demand(GateCheck.Evaluate(Gates, Release, Evidence()), environment.Environment.Name);
        EnvironmentState state = await new EnvironmentLog(environment).ReadAsync(ct).ConfigureAwait(false);
        if (!TakesOver)
        {
            state.DemandUntouched(Release);
        }

        await new ReleaseTags(environment).CheckAsync(Release, Tags, ct).ConfigureAwait(false);
        ImmutableArray<long> moved = await ReleaseCopy.RunAsync(_ => Images, environment, Release, progress, ct).ConfigureAwait(false);
        var evidence = new EvidenceStore(environment);
        await evidence.AddAsync(Release, Source, ct).ConfigureAwait(false);
        foreach (TestPass pass in Tests)
        {
            await evidence.AddAsync(Release, pass, ct).ConfigureAwait(false);
        }

        var change = new EnvironmentChange(Release, PromotionAction.Deploy, Origin) { Tags = Tags, Commit = Source.Commit, Policy = Policy, TakesOver = TakesOver };
        (PromotionRecord record, bool wasThere) = await new EnvironmentWriter(environment).ApplyAsync(change, ct).ConfigureAwait(false);
        return new ChangeResult(Release, record, wasThere, moved);
    }

    private EvidenceSet Evidence() => new(
        [.. Tests.SelectMany(test => Release.Images
            .Where(image => image.Name == test.Image)
            .Select(image => new Statement<TestPass>([new Subject(image.Name, image.Image.Digest)], test)))],
        [new Statement<SourceFacts>(EvidenceStore.SubjectsOf(Release), Source)]);
}
