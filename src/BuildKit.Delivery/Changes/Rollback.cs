using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Evidence;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Copying;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Delivery.Changes;

/// <summary>Puts a release in effect again that an environment had before. Nothing is copied: it is still there.</summary>
public sealed class Rollback(EnvironmentRepositories environment)
{
    /// <summary>Back to the release that was in effect before the present one.</summary>
    /// <exception cref="BuildKitException">There was none (BK6007), nothing was ever delivered (BK6001), or the tag was moved (BK6002).</exception>
    public Task<ChangeResult> ToPreviousAsync(ChangeOrigin origin, CancellationToken ct) => RunAsync(ReleaseChoice.Before, takesOver: false, origin, ct);

    /// <summary>Back to the record of a number. A tag that somebody else moved is put in order.</summary>
    /// <exception cref="BuildKitException">There is no such record (BK6007), or the registry does not hold its images any more.</exception>
    public Task<ChangeResult> ToAsync(int number, ChangeOrigin origin, CancellationToken ct) =>
        RunAsync(state => ReleaseChoice.ByNumber(state, number), takesOver: true, origin, ct);

    /// <summary>Back to a release, or to the one with that image. A tag that somebody else moved is put in order.</summary>
    /// <exception cref="BuildKitException">There is no such record (BK6007), or the registry does not hold its images any more.</exception>
    public Task<ChangeResult> ToAsync(Digest digest, ChangeOrigin origin, CancellationToken ct) =>
        RunAsync(state => ReleaseChoice.ByDigest(state, digest), takesOver: true, origin, ct);

    private async Task<ChangeResult> RunAsync(Func<EnvironmentState, PromotionRecord> choose, bool takesOver, ChangeOrigin origin, CancellationToken ct)
    {
        EnvironmentState state = await new EnvironmentLog(environment).ReadAsync(ct).ConfigureAwait(false);
        if (state.Tag == TagState.NeverDeployed)
        {
            throw state.Refusal();
        }

        PromotionRecord target = choose(state);
        Release release = await RestoreAsync(target, ct).ConfigureAwait(false);
        var change = new EnvironmentChange(release, PromotionAction.Rollback, origin) { Commit = target.Predicate.Commit, TakesOver = takesOver };
        (PromotionRecord record, bool wasThere) = await new EnvironmentWriter(environment).ApplyAsync(change, ct).ConfigureAwait(false);
        return new ChangeResult(release, record, wasThere, []);
    }

    /// <summary>The release of a record, put together from its images, which have to be there whole; its own artifact may be gone.</summary>
    private async Task<Release> RestoreAsync(PromotionRecord record, CancellationToken ct)
    {
        var images = new List<ReleaseImage>();
        foreach (Subject image in record.Images)
        {
            RegistryRepository repository = record.Images.Length == 1 ? environment.Home : environment.Below(image.Name);
            Descriptor there = await repository.ResolveAsync(image.Digest.ToString(), ct).ConfigureAwait(false)
                ?? throw Gone(repository, image.Digest, record, $"was '{image.Name}'");
            if (await ImageClosure.MissingAsync(repository, there, ct).ConfigureAwait(false) is [var missing, ..])
            {
                throw Gone(repository, missing.Digest, record, $"is a part of '{image.Name}'");
            }

            images.Add(new ReleaseImage(image.Name, there));
        }

        Release release = Release.Of(images);
        if (release.Digest != record.Release)
        {
            throw new BuildKitException(
                DeliveryErrorCodes.RecordInvalid,
                $"Record {record.Predicate.Sequence} of {environment.Environment.Name} names the release {record.Release}, and its images make {release.Digest}: it was edited.",
                "Nothing was changed. Choose another record.");
        }

        await release.WriteAsync(environment.Home, ct).ConfigureAwait(false);
        return release;
    }

    private static BuildKitException Gone(RegistryRepository repository, Digest digest, PromotionRecord record, string part) => new(
        DeliveryErrorCodes.ReleaseUnknown,
        $"{repository.DisplayName} does not hold {digest} any more, which {part} in record {record.Predicate.Sequence}.",
        "Nothing was changed. Promote the release again from an environment that has it, or deploy its commit again.");
}
