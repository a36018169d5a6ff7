using System.Collections.Immutable;
using BuildKit.Engine.Context;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Files;

/// <summary>A tree together with where its files' bytes are.</summary>
public sealed class CopyOrigin
{
    private readonly FileDigests? digests;
    private readonly Func<TreeEntry, PlannedContent> content;

    private CopyOrigin(IFileTree tree, FileDigests? digests, Func<TreeEntry, PlannedContent> content) =>
        (Tree, this.digests, this.content) = (tree, digests, content);

    /// <summary>What is selected from.</summary>
    public IFileTree Tree { get; }

    /// <summary>Whether it is the context, whose modes are normalised and whose files may have to be read for their digests.</summary>
    public bool IsContext => digests is not null;

    /// <summary>The build context.</summary>
    public static CopyOrigin Of(ContextTree context, FileDigests digests) =>
        new(context, digests, entry => new ContextContent(context.Root, entry.Path));

    /// <summary>The result of a step.</summary>
    /// <param name="diffIds">The tree's layers, the lowest first, as <c>tree.Layers</c> has them.</param>
    public static CopyOrigin Of(MergedTree tree, ImmutableArray<Digest> diffIds) => new(
        tree, null,
        entry => new LayerContent(diffIds[tree.LayerOf(entry.Path) ?? throw new InvalidOperationException($"'{entry.Path}' is in no layer.")], entry.Path));

    /// <summary>What to look at when something is missing.</summary>
    internal string MissingAdvice => Tree is ContextTree { IgnoreFile: { } ignore }
        ? $"Look at its spelling, and whether '{ignore}' leaves it out."
        : "Look at its spelling; paths are relative to the root of the source.";

    internal IReadOnlyList<TreeEntry> WithDigests(IReadOnlyList<TreeEntry> entries) => digests?.Resolve(entries) ?? entries;

    internal PlannedContent Content(TreeEntry entry) => content(entry);
}
