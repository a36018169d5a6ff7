using System.Collections.Immutable;
using BuildKit.Delivery.Artifacts;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Delivery.Evidence;

/// <summary>
/// The evidence that lies beside a release in an environment: of tests as referrers of the image, of the source as a referrer of the release. Nothing here
/// changes a digest that it is about.
/// </summary>
public sealed class EvidenceStore(EnvironmentRepositories repositories)
{
    /// <summary>Adds the evidence of a test on an image of a release. The same once more changes nothing.</summary>
    /// <exception cref="BuildKitException">The release has no such image (BK6006), or the registry failed.</exception>
    public async Task AddAsync(Release release, TestPass pass, CancellationToken ct)
    {
        ReleaseImage image = release.Images.FirstOrDefault(image => image.Name == pass.Image)
            ?? throw new BuildKitException(
                DeliveryErrorCodes.ReleaseInvalid,
                $"The test '{pass.Test}' is of the image '{pass.Image}', which the release {release.Digest} does not have.",
                $"It has {string.Join(", ", release.Images.Select(known => known.Name))}.");
        byte[] statement = StatementKinds.TestPass.Write([new Subject(image.Name, image.Image.Digest)], pass);
        await StatementKinds.TestPass.ToArtifact(statement, image.Image).WriteAsync(repositories.Image(release, image.Name), ct).ConfigureAwait(false);
    }

    /// <summary>Adds the evidence of what a release was built from.</summary>
    public async Task AddAsync(Release release, SourceFacts facts, CancellationToken ct)
    {
        byte[] statement = StatementKinds.Source.Write(SubjectsOf(release), facts);
        await StatementKinds.Source.ToArtifact(statement, release.Descriptor).WriteAsync(repositories.Home, ct).ConfigureAwait(false);
    }

    /// <summary>All evidence of a release.</summary>
    /// <exception cref="BuildKitException">A piece of it was edited (BK6003), or the registry failed.</exception>
    public async Task<EvidenceSet> ReadAsync(Release release, CancellationToken ct)
    {
        var tests = ImmutableArray.CreateBuilder<Statement<TestPass>>();
        foreach (ReleaseImage image in release.Images)
        {
            tests.AddRange(await Referrers.ReadAsync(repositories.Image(release, image.Name), image.Image.Digest, StatementKinds.TestPass, ct).ConfigureAwait(false));
        }

        return new EvidenceSet(tests.ToImmutable(), await Referrers.ReadAsync(repositories.Home, release.Digest, StatementKinds.Source, ct).ConfigureAwait(false));
    }

    /// <summary>Takes over the evidence of another environment, unread beyond its digests: what it says is judged where it is needed.</summary>
    public async Task CopyFromAsync(EnvironmentRepositories source, Release release, CancellationToken ct)
    {
        foreach (ReleaseImage image in release.Images)
        {
            await Referrers.CopyAsync(
                source.Image(release, image.Name), repositories.Image(release, image.Name), image.Image.Digest, ArtifactTypes.TestPass, ct).ConfigureAwait(false);
        }

        await Referrers.CopyAsync(source.Home, repositories.Home, release.Digest, ArtifactTypes.Source, ct).ConfigureAwait(false);
    }

    /// <summary>A release and its images as the subjects of a statement; the release first.</summary>
    internal static ImmutableArray<Subject> SubjectsOf(Release release) =>
        [new Subject(Subject.ReleaseName, release.Digest), .. release.Images.Select(image => new Subject(image.Name, image.Image.Digest))];
}
