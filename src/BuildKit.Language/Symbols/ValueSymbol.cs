using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>A name that stands for a value.</summary>
public abstract class ValueSymbol(string name, SourceSpan? declaration, BuildType type) : Symbol(name, declaration)
{
    /// <summary>The type of the value.</summary>
    public BuildType Type { get; internal set; } = type;
}
