using System.Collections.Immutable;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Facts;

/// <summary>What the evaluation of a Buildfile needs of the world. Each fact is asked for only where the Buildfile uses it.</summary>
public interface IBuildFacts
{
    /// <summary>The platform of this machine.</summary>
    Platform BuildPlatform { get; }

    /// <summary>Whether .NET projects are published into images by an SDK of this machine and not in a container.</summary>
    bool PublishesOnHost => false;

    /// <summary>What SOURCE_DATE_EPOCH of the invoking process says; null where it is not set.</summary>
    DateTimeOffset? SourceDateEpoch { get; }

    /// <summary>The Git repository that the context is in; null where there is none.</summary>
    IGitFacts? Git { get; }

    /// <summary>The image that a name is pinned to; null where that is not known without a build (<c>buildkit graph</c> before the first build).</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">The name does not exist, or its registry did not answer.</exception>
    BaseImage? ResolveBase(ImageReference reference, Platform platform);

    /// <summary>The image in an OCI layout folder or archive.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is no layout, or it does not hold the image.</exception>
    BaseImage? ResolveLayout(string path, string? tag, Platform platform);

    /// <summary>What MSBuild says of a project of the context.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is no such project, no SDK for it, or it cannot be evaluated.</exception>
    DotNetProject ResolveProject(ProjectQuery query);

    /// <summary>The project files of a solution of the context, relative to the context, in ordinal order.</summary>
    /// <exception cref="BuildKit.Oci.BuildKitException">There is no such solution, or it cannot be read.</exception>
    ImmutableArray<string> ResolveSolution(string path);
}
