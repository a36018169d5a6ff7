using System.Collections.Immutable;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Environments;

/// <summary>An environment as a Buildfile declares it.</summary>
/// <param name="Name">The identifier.</param>
/// <param name="Origin">The declaration.</param>
/// <param name="Place">Host and path, without tag and digest.</param>
/// <param name="After">The environments that releases come from, in the order of the declaration.</param>
/// <param name="Gates">What has to hold, in the order of the declaration.</param>
/// <param name="Tags">The tags that are added, as they are written: what they come to depends on the release.</param>
public sealed record EnvironmentDefinition(
    string Name, SourceSpan Origin, ImageReference Place, ImmutableArray<string> After, ImmutableArray<Gate> Gates, ImmutableArray<string> Tags);
