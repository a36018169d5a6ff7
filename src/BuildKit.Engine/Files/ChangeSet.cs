using System.Collections.Immutable;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Files;

/// <summary>
/// The entries of a layer that is planned but not made, in byte order of their paths, each once. The layer follows from
/// <see cref="Digest"/>, which is computed without reading a file, so that it can be (part of) a step's key.
/// </summary>
public sealed class ChangeSet
{
    internal ChangeSet(ImmutableArray<PlannedChange> changes)
    {
        Changes = changes;
        Digest = default;
    }

    /// <summary>The planned entries.</summary>
    public ImmutableArray<PlannedChange> Changes { get; }

    /// <summary>Whether the step changes nothing and gives no layer.</summary>
    public bool IsEmpty => Changes.IsEmpty;

    /// <summary>The digest of everything that reaches the layer: paths, types, modes, owners, links, attributes, content digests.</summary>
    public Digest Digest { get; }
}
