using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>Something that a name stands for. Symbols have identity; compare them by reference.</summary>
public abstract class Symbol(string name, SourceSpan? declaration)
{
    /// <summary>The name, as written.</summary>
    public string Name { get; } = name;

    /// <summary>Where the name is declared; null for what is built in.</summary>
    public SourceSpan? Declaration { get; } = declaration;

    /// <summary>What it is, for messages, such as <c>stage</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The kind with its article.</summary>
    internal string Description => (Kind[0] is 'a' or 'e' or 'i' or 'o' or 'u' && Kind[1] != 's' ? "an " : "a ") + Kind;
}
