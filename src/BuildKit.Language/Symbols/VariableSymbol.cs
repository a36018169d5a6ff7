using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Symbols;

/// <summary>A variable, the item of a <c>foreach</c> or the parameter of a lambda.</summary>
public sealed class VariableSymbol(string name, SourceSpan declaration, VariableKind variableKind, BuildType type, ExpressionSyntax? value)
    : ValueSymbol(name, declaration, type)
{
    /// <summary>What sort of variable it is.</summary>
    public VariableKind VariableKind { get; } = variableKind;

    /// <summary>What a <c>var</c> is set to; null for items and lambda parameters.</summary>
    public ExpressionSyntax? Value { get; } = value;

    /// <inheritdoc />
    public override string Kind => "variable";
}
