using BuildKit.Language.Syntax;
using BuildKit.Language.Text;

namespace BuildKit.Language.Semantics;

/// <summary>The place of a declaration's name.</summary>
internal static class DeclarationNames
{
    /// <summary>The span of the name, for messages about the declaration.</summary>
    public static SourceSpan Place(DeclarationSyntax declaration) => declaration switch
    {
        UsingSyntax use => use.Alias.Span,
        ParamSyntax parameter => parameter.Identifier.Span,
        SecretSyntax secret => secret.Identifier.Span,
        VarSyntax variable => variable.Identifier.Span,
        FunctionSyntax function => function.Identifier.Span,
        StepsSyntax steps => steps.Identifier.Span,
        StageSyntax stage => stage.Identifier.Span,
        ImageSyntax image => image.Name.Span,
        TestSyntax test => test.Identifier.Span,
        EnvironmentSyntax environment => environment.Identifier.Span,
        _ => declaration.Span,
    };
}
