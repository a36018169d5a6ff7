using System.Collections.Immutable;
using BuildKit.Language.Text;

namespace BuildKit.Language.Syntax;

/// <summary>
/// One immutable node of the tree. Nodes have identity: <see cref="Semantics.SemanticModel"/> knows them by reference, so compare with
/// <see cref="object.ReferenceEquals(object, object)"/>, not with the record's equality.
/// </summary>
/// <param name="Span">From the first to the last character, without blanks and comments around it. Lies within the parent's span.</param>
public abstract record SyntaxNode(SourceSpan Span)
{
    /// <summary>The nodes directly below this one, in the order of the text.</summary>
    public abstract ImmutableArray<SyntaxNode> Children { get; }
}
