using BuildKit.Language.Symbols;

namespace BuildKit.Language.Semantics;

/// <summary>The names of one block, and of what is around it.</summary>
internal sealed class Scope(Scope? parent, bool isLocal)
{
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);

    /// <summary>The scope around this one; null for a file's.</summary>
    public Scope? Parent => parent;

    /// <summary>Names that a later statement of the block declares, for a better message.</summary>
    public HashSet<string> Later { get; } = new(StringComparer.Ordinal);

    /// <summary>Every name that can be used here.</summary>
    public IEnumerable<Symbol> Visible => parent is null ? symbols.Values : symbols.Values.Concat(parent.Visible);

    /// <summary>What a name stands for; null where nothing is declared under it.</summary>
    public Symbol? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.symbols.TryGetValue(name, out Symbol? symbol)) return symbol;
        }

        return null;
    }

    /// <summary>Whether a statement below declares the name in this block or one around it.</summary>
    public bool IsDeclaredLater(string name) => Later.Contains(name) || (parent?.IsDeclaredLater(name) ?? false);

    /// <summary>
    /// Declares a symbol. Gives the symbol that has its name already: in this block, or, for what a block declares, in a block around it.
    /// A block's names may hide a file's.
    /// </summary>
    public Symbol? Declare(Symbol symbol)
    {
        for (Scope? scope = this; scope is not null && (ReferenceEquals(scope, this) || (isLocal && scope.IsLocal)); scope = scope.Parent)
        {
            if (scope.symbols.TryGetValue(symbol.Name, out Symbol? earlier)) return earlier;
        }

        symbols.Add(symbol.Name, symbol);
        return null;
    }

    private bool IsLocal => isLocal;
}
