using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Bases;

/// <summary>What is said when a base cannot be had.</summary>
internal static class BaseFailures
{
    /// <summary>No image of the local store has the name, and the name has no registry.</summary>
    public static BuildKitException NoLocalImage(ImageReference reference, Platform platform) => new(
        ExecutionErrorCodes.BaseMissing,
        $"The base '{reference}' ({platform}) is not in the local store.",
        $"A name without a registry is a local image: build it first, or write the registry in front, such as docker.io/library/{reference}.");

    /// <summary>The registry was asked and does not have it.</summary>
    public static BuildKitException NotAtRegistry(ImageReference reference, Platform platform) => new(
        ExecutionErrorCodes.BaseMissing,
        $"The base '{reference}' ({platform}) does not exist: {reference.Registry} knows no '{reference.TagOrDigest}' of '{reference.Repository}'.",
        "Check the name and the tag after 'from' in the Buildfile.");

    /// <summary>The lock pins it to something that the registry no longer has.</summary>
    public static BuildKitException PinGone(ImageReference reference, Digest manifest, string lockFile) => new(
        ExecutionErrorCodes.BaseMissing,
        $"The base '{reference}' is pinned to {manifest} in {lockFile}, and {reference.Registry} no longer has that.",
        "Run 'buildkit build --pull' to pin what the tag names now, or push the old image again.");

    /// <summary>It would have to be pinned, and nothing new may be.</summary>
    public static BuildKitException NotLocked(ImageReference reference, Platform platform, string lockFile) => new(
        ExecutionErrorCodes.BaseNotLocked,
        $"The base '{reference}' ({platform}) is not in {lockFile}, and --locked lets nothing be pinned.",
        "Run 'buildkit lock' with the same --set values, and commit buildkit.lock.");

    /// <summary>It would have to be pulled, and may not.</summary>
    public static BuildKitException PullForbidden(ImageReference reference, Platform platform) => new(
        ExecutionErrorCodes.BaseNotLocal,
        $"The base '{reference}' ({platform}) is not on this machine, and --pull never forbids to ask {reference.Registry}.",
        $"Run 'buildkit pull {reference}' first, or build without --pull never.");

    /// <summary>Its layers would have to be pulled, and may not.</summary>
    public static BuildKitException PullForbidden(ImageReference reference, Digest manifest) => new(
        ExecutionErrorCodes.BaseNotLocal,
        $"The content of the base '{reference}' ({manifest}) is not on this machine, and --pull never forbids to ask {reference.Registry}.",
        $"Run 'buildkit pull {reference}' first, or build without --pull never.");

    /// <summary>A local image without all of its content.</summary>
    public static BuildKitException Incomplete(ImageReference reference, Digest manifest) => new(
        ExecutionErrorCodes.BaseMissing,
        $"The local store does not hold all of the base '{reference}' ({manifest}).",
        "Build, load or pull that image again.");

    /// <summary>The cause, said of the base that it is about.</summary>
    public static BuildKitException OfBase(ImageReference reference, Platform platform, BuildKitException cause) =>
        new(cause.Code, $"The base '{reference}' ({platform}) cannot be had. {cause.Message}", cause.Advice, cause);
}
