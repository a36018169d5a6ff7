using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Targets;

/// <summary>An image.</summary>
/// <param name="LocalName">The name in the local store: the identifier in kebab case.</param>
/// <param name="Variants">One for each platform, in the order of the declaration; at least one. Several make an index.</param>
/// <param name="Created">The time of the commit, or what SOURCE_DATE_EPOCH says, UTC, whole seconds; null where neither is known.</param>
/// <param name="Revision">The commit, for the label <c>org.opencontainers.image.revision</c>; null where there is none.</param>
public sealed record ImageTarget(
    string Name, SourceSpan Origin, string LocalName, ImmutableArray<ImageVariant> Variants, DateTimeOffset? Created, string? Revision)
    : Target(Name, Origin);
