using BuildKit.Language.Syntax;

namespace BuildKit.Language.Formatting;

/// <summary>Which signs of a file stand close to what is beside them; the tree knows what the tokens alone do not tell.</summary>
internal sealed class Joints
{
    private readonly HashSet<int> openings = [];
    private readonly HashSet<int> namedColons = [];
    private readonly HashSet<int> minuses = [];

    public Joints(SyntaxNode root, IReadOnlyList<Piece> pieces)
    {
        int[] starts = [.. pieces.Select(piece => piece.Span.Start)];
        Visit(root, starts);
    }

    /// <summary>Whether a <c>(</c> or <c>[</c> belongs to the value or type before it.</summary>
    public bool IsAttached(Piece opening) => openings.Contains(opening.Span.Start);

    /// <summary>Whether a <c>:</c> stands behind the name of an argument.</summary>
    public bool IsNamed(Piece colon) => namedColons.Contains(colon.Span.Start);

    /// <summary>Whether a <c>-</c> stands before a value and not between two.</summary>
    public bool IsSign(Piece minus) => minuses.Contains(minus.Span.Start);

    private void Visit(SyntaxNode node, int[] starts)
    {
        switch (node)
        {
            case CallSyntax call: Add(openings, call.Callee.Span.End, starts); break;
            case IndexSyntax index: Add(openings, index.Target.Span.End, starts); break;
            case TypeSyntax { IsList: true } type: Add(openings, type.Span.Start + type.Name.Length, starts); break;
            case FunctionSyntax function: Add(openings, function.Identifier.Span.End, starts); break;
            case StepsSyntax steps: Add(openings, steps.Identifier.Span.End, starts); break;
            case ArgumentSyntax { Name: { } name }: Add(namedColons, name.Span.End, starts); break;
            case UnarySyntax unary: minuses.Add(unary.Span.Start); break;
        }

        foreach (SyntaxNode child in node.Children) Visit(child, starts);
    }

    /// <summary>Adds the first piece at or behind an offset; a comment between is rare and only costs a blank.</summary>
    private static void Add(HashSet<int> set, int offset, int[] starts)
    {
        int index = Array.BinarySearch(starts, offset);
        if (index < 0) index = ~index;
        if (index < starts.Length) set.Add(starts[index]);
    }
}
