using BuildKit.Language.Syntax;

namespace BuildKit.Language.Symbols;

/// <summary>A test of an image.</summary>
public sealed class TestSymbol(TestSyntax syntax) : ValueSymbol(syntax.Identifier.Name, syntax.Identifier.Span, BuildType.Test)
{
    /// <summary>The declaration.</summary>
    public TestSyntax Syntax { get; } = syntax;

    /// <inheritdoc />
    public override string Kind => "test";
}
