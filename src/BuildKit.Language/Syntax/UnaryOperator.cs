namespace BuildKit.Language.Syntax;

/// <summary>An operator before one value.</summary>
public enum UnaryOperator
{
    /// <summary><c>!</c></summary>
    Not,

    /// <summary><c>-</c></summary>
    Negate,
}
