using System.Collections.Immutable;
using BuildKit.Engine.Context;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;

namespace BuildKit.Engine.Files;

/// <summary>A tree together with where its files' bytes are.</summary>
public sealed class CopyOrigin
{
    private CopyOrigin(IFileTree tree, Func<TreeEntry, PlannedContent> content, bool isContext)
    {
        Tree = tree;
        Content = content;
        IsContext = isContext;
    }

    /// <summary>What is selected from.</summary>
    public IFileTree Tree { get; }

    /// <summary>Whether it is the context, whose modes are normalised and whose digests may have to be asked for.</summary>
    public bool IsContext { get; }

    internal Func<TreeEntry, PlannedContent> Content { get; }

    /// <summary>The build context.</summary>
    public static CopyOrigin Of(ContextTree context, FileDigests digests) => throw new NotSupportedException();

    /// <summary>The result of a step.</summary>
    /// <param name="diffIds">The tree's layers, the lowest first, as <c>tree.Layers</c> has them.</param>
    public static CopyOrigin Of(MergedTree tree, ImmutableArray<Digest> diffIds) => throw new NotSupportedException();
}
