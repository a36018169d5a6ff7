using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Stages;

/// <summary>A stage or image that exists: its conditions hold, and the items of the loops around it have values.</summary>
/// <param name="symbol">The declaration's symbol; a loop makes several of one.</param>
/// <param name="scope">Where it stands.</param>
/// <param name="name">The name for people: identifier or filled-in text, behind the aliases that lead to its file.</param>
internal sealed class StageDeclaration(Symbol symbol, Scope scope, string name, DeclarationSyntax syntax, ExpressionSyntax from, BlockSyntax body)
{
    internal Symbol Symbol { get; } = symbol;

    internal Scope Scope { get; } = scope;

    internal string Name { get; } = name;

    internal DeclarationSyntax Syntax { get; } = syntax;

    internal ExpressionSyntax From { get; } = from;

    internal BlockSyntax Body { get; } = body;

    /// <summary>The platforms of an image; null for a stage and where none are said.</summary>
    internal ExpressionSyntax? Platforms => (Syntax as ImageSyntax)?.Platforms;

    internal bool IsImage => Syntax is ImageSyntax;

    /// <summary>Whether it is always for the platform of the builder.</summary>
    internal bool OnBuild => Syntax is StageSyntax { On: not null };

    /// <summary>The name's place.</summary>
    internal Language.Text.SourceSpan Place => Syntax switch
    {
        StageSyntax stage => stage.Identifier.Span,
        ImageSyntax image => image.Name.Span,
        _ => Syntax.Span,
    };
}
