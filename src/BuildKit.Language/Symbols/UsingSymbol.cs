using System.Collections.Immutable;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>A file under an alias, with the values for its parameters.</summary>
public sealed class UsingSymbol(UsingSyntax syntax, ModuleSymbol module) : Symbol(syntax.Alias.Name, syntax.Alias.Span)
{
    /// <summary>The declaration.</summary>
    public UsingSyntax Syntax { get; } = syntax;

    /// <summary>The file.</summary>
    public ModuleSymbol Module { get; } = module;

    /// <summary>The values given with <c>with</c>, evaluated in the file that has the <c>using</c>; the rest have their defaults.</summary>
    public ImmutableDictionary<ParameterSymbol, ExpressionSyntax> Arguments { get; internal set; } = ImmutableDictionary<ParameterSymbol, ExpressionSyntax>.Empty;

    /// <inheritdoc />
    public override string Kind => "file";
}
