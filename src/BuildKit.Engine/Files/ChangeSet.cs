using System.Collections.Immutable;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>
/// The entries of a layer that is planned but not made, in byte order of their paths, each once, with every folder on the way. The layer
/// follows from <see cref="Digest"/> alone, which is computed without reading a file, so that it can be (part of) a step's key.
/// </summary>
public sealed class ChangeSet
{
    private const string Purpose = "buildkit.changes.v1";

    internal ChangeSet(ImmutableArray<PlannedChange> changes)
    {
        Changes = changes;
        using var hash = new EntryHash(Purpose);
        foreach (PlannedChange change in changes)
        {
            TreeEntry entry = change.Entry;
            hash.Add(entry, entry.Path, entry.HardLink is { } first && first != entry.Path ? first : LayerPath.Root);
        }

        Digest = hash.Finish();
    }

    /// <summary>The planned entries.</summary>
    public ImmutableArray<PlannedChange> Changes { get; }

    /// <summary>Whether the step changes nothing and gives no layer.</summary>
    public bool IsEmpty => Changes.IsEmpty;

    /// <summary>The digest of everything that reaches the layer: paths, types, modes, owners, links, attributes, content digests.</summary>
    public Digest Digest { get; }
}
