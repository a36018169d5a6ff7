using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Marks the names in something that is not bound as used, so that no warning follows from an error.</summary>
internal static class NamesInUse
{
    /// <summary>Marks every name below a node that is declared.</summary>
    public static void Mark(SyntaxNode node, Surroundings where, BindingSession session)
    {
        if (node is NameSyntax name && where.Scope.Find(name.Name) is { } symbol) session.Use(symbol, where, name.Span);
        foreach (SyntaxNode child in node.Children) Mark(child, where, session);
    }
}
