using System.Collections.Concurrent;
using BuildKit.Engine.Checkouts;
using BuildKit.Engine.Downloads;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Lock;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Bases;

/// <summary>
/// Turns the name of a base into the digest of one platform's manifest and its configuration: from <c>buildkit.lock</c>, then the local store,
/// then the registry. What the lock pins and the store holds is answered without network. Safe for concurrent use.
/// </summary>
public sealed class BaseResolver
{
    private readonly BaseSources sources;
    private readonly PullPolicy policy;
    private readonly BasePins pins;
    private readonly BaseDocuments documents;
    private readonly ConcurrentDictionary<(ImageReference Reference, Platform Platform), BaseImage> known = new();
    private readonly ConcurrentQueue<LockedBase> locked = new();

    /// <summary>Creates a resolver for one build; the lock file is read when the first base is asked for.</summary>
    /// <param name="sources">Where bases come from.</param>
    /// <param name="policy">When a registry is asked.</param>
    public BaseResolver(BaseSources sources, PullPolicy policy)
    {
        this.sources = sources;
        this.policy = policy;
        pins = new BasePins(sources.LockFile, sources.Store.Locks);
        documents = new BaseDocuments(sources.Store);
        Downloads = new DownloadResolver(sources, policy, pins);
        Checkouts = new CheckoutResolver(sources, policy, pins);
    }

    /// <summary>Finds what URLs mean, by the same lock.</summary>
    public DownloadResolver Downloads { get; }

    /// <summary>Finds what branches and tags mean, by the same lock.</summary>
    public CheckoutResolver Checkouts { get; }

    /// <summary>The bases so far whose digest <c>buildkit.lock</c> gave, each once.</summary>
    public IReadOnlyCollection<LockedBase> FromLock => [.. locked.Distinct()];

    /// <summary>The image that a name means. A tag of a registry that is met for the first time is remembered for <see cref="SaveLockAsync"/>.</summary>
    /// <exception cref="BuildKitException">
    /// The image is nowhere (BK4271, BK4272), is not pinned and may not be (BK4274), is not there for the platform (BK5005), the lock file is wrong (BK2590, BK2591, BK4273), or the registry
    /// did not answer (BK52xx); the message names the reference.
    /// </exception>
    public async Task<BaseImage> ResolveAsync(ImageReference reference, Platform platform, CancellationToken ct)
    {
        if (known.TryGetValue((reference, platform), out BaseImage? answer))
        {
            return answer;
        }

        try
        {
            PulledBase found = await FindAsync(reference, platform, ct);
            return known.GetOrAdd((reference, platform), new BaseImage(found.Descriptor.Digest, found.Config));
        }
        catch (BuildKitException failure) when (failure is RegistryException || failure.Code == OciErrorCodes.PlatformMissing)
        {
            throw BaseFailures.OfBase(reference, platform, failure);
        }
    }

    /// <summary>Reads <c>buildkit.lock</c>, so that what is wrong with it is told before a registry is asked.</summary>
    /// <exception cref="BuildKitException">The lock file is wrong (BK2590, BK2591, BK4273).</exception>
    public void CheckLock() => pins.Check();

    /// <summary>Writes the pins that are new into <c>buildkit.lock</c>, in one rename; leaves the file alone where there are none.</summary>
    /// <returns>What the file said and says.</returns>
    /// <exception cref="BuildKitException">It cannot be written (BK4273), or someone broke it meanwhile (BK2590).</exception>
    public Task<LockChange> SaveLockAsync(CancellationToken ct) => pins.SaveAsync(ct);

    private async Task<PulledBase> FindAsync(ImageReference reference, Platform platform, CancellationToken ct)
    {
        if (reference.Registry is null)
        {
            return await FromStoreAsync(reference, platform, ct) ?? throw BaseFailures.NoLocalImage(reference, platform);
        }

        if (reference.Digest is not null)
        {
            // A digest is its own pin.
            return await FromStoreAsync(reference, platform, ct) ?? await FromRegistryAsync(reference, platform, ct);
        }

        if (policy != PullPolicy.Always)
        {
            if (pins.Find(reference, platform) is { } pin)
            {
                locked.Enqueue(new LockedBase(reference, platform, pin));
                return await PinnedAsync(reference, platform, pin.Manifest, ct);
            }

            if (policy == PullPolicy.Locked)
            {
                throw BaseFailures.NotLocked(reference, platform, sources.LockFile);
            }

            if (await FromStoreAsync(reference, platform, ct) is { } local)
            {
                pins.Add(reference, platform, new LockedImage(local.Descriptor.Digest, await IndexAsync(reference, local, ct)));
                return local;
            }
        }

        return await FromRegistryAsync(reference, platform, ct);
    }

    private async Task<PulledBase> PinnedAsync(ImageReference reference, Platform platform, Digest manifest, CancellationToken ct)
    {
        if (await documents.FindAsync(manifest, ct) is { } local)
        {
            return local;
        }

        RegistryRepository registry = Registry(reference, platform);
        Descriptor descriptor = await registry.ResolveAsync(manifest.ToString(), ct) ?? throw BaseFailures.PinGone(reference, manifest, sources.LockFile);
        return await documents.FetchAsync(registry, descriptor, ct);
    }

    /// <summary>By name in the local store; null where the name, the platform or the content is not there.</summary>
    private async Task<PulledBase?> FromStoreAsync(ImageReference reference, Platform platform, CancellationToken ct)
    {
        string name = reference.Digest?.ToString() ?? StoreName(reference);
        if (await sources.Store.ResolveAsync(name, ct) is not { } named)
        {
            return null;
        }

        try
        {
            Descriptor manifest = await BaseDocuments.SelectAsync(sources.Store, named, platform, reference.ToString(), ct);
            PulledBase? found = await documents.FindAsync(manifest.Digest, ct);
            if (found is not null && manifest.Platform is null)
            {
                BaseDocuments.CheckPlatform(found, platform, reference.ToString());
            }

            return found;
        }
        catch (BuildKitException failure) when (failure.Code == OciErrorCodes.PlatformMissing && reference.Registry is not null && reference.Digest is null)
        {
            // What was pulled for one platform says nothing about the others that the registry may have.
            return null;
        }
    }

    private async Task<PulledBase> FromRegistryAsync(ImageReference reference, Platform platform, CancellationToken ct)
    {
        RegistryRepository registry = Registry(reference, platform);
        Descriptor named = await registry.ResolveAsync(reference.TagOrDigest, ct) ?? throw BaseFailures.NotAtRegistry(reference, platform);
        Descriptor manifest = await BaseDocuments.SelectAsync(registry, named, platform, reference.ToString(), ct);
        PulledBase found = await documents.FindAsync(manifest.Digest, ct) ?? await documents.FetchAsync(registry, manifest, ct);
        bool single = manifest.Digest == named.Digest;
        if (manifest.Platform is null)
        {
            BaseDocuments.CheckPlatform(found, platform, reference.ToString());
        }

        if (reference.Digest is null)
        {
            pins.Add(reference, platform, new LockedImage(manifest.Digest, single ? null : named.Digest));
        }

        return found;
    }

    private async Task<Digest?> IndexAsync(ImageReference reference, PulledBase local, CancellationToken ct) =>
        await sources.Store.ResolveAsync(StoreName(reference), ct) is { } named && named.Digest != local.Descriptor.Digest ? named.Digest : null;

    private RegistryRepository Registry(ImageReference reference, Platform platform) =>
        policy == PullPolicy.Never ? throw BaseFailures.PullForbidden(reference, platform) : sources.Registries.Repository(reference);

    private static string StoreName(ImageReference reference) => $"{reference.Name}:{reference.Tag ?? "latest"}";
}
