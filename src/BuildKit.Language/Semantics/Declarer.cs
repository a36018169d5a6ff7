using System.Collections.Immutable;
using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <summary>Makes the symbols of a file's declarations, before any of them is looked into.</summary>
internal sealed class Declarer(BindingSession session, ModuleSymbol module, Scope scope)
{
    private readonly ImmutableArray<Symbol>.Builder members = ImmutableArray.CreateBuilder<Symbol>();

    /// <summary>Declares all members of the file; statements that are no declarations are left for later.</summary>
    public void DeclareAll()
    {
        foreach (DeclarationSyntax declaration in module.Tree.Root.Members.OfType<DeclarationSyntax>())
        {
            if (SymbolOf(declaration, VariableKind.Global) is { } symbol && TryDeclare(symbol, scope)) members.Add(symbol);
        }

        module.Members = members.ToImmutable();
    }

    /// <summary>Makes a stage, image, test or environment of a block of the top level known to the whole block.</summary>
    public void DeclareTarget(DeclarationSyntax declaration, Scope block)
    {
        if (SymbolOf(declaration, VariableKind.Local) is not { } symbol) return;
        _ = TryDeclare(symbol, block);
        session.Locals.Add(symbol);
    }

    private Symbol? SymbolOf(DeclarationSyntax declaration, VariableKind kind)
    {
        Symbol? symbol = declaration switch
        {
            UsingSyntax use => session.Symbols.GetValueOrDefault(use) ?? new UnknownSymbol(use.Alias.Name, use.Alias.Span),
            ParamSyntax parameter => new ParameterSymbol(parameter, TypeRules.Of(parameter.Type)),
            SecretSyntax secret => new SecretSymbol(secret),
            VarSyntax variable => new VariableSymbol(variable.Identifier.Name, variable.Identifier.Span, kind, BuildType.Unknown, variable.Value),
            FunctionSyntax function => new FunctionSymbol(function, Parameters(function.Parameters), TypeRules.Of(function.ReturnType)),
            StepsSyntax steps => new StepsSymbol(steps, Parameters(steps.Parameters)),
            StageSyntax stage => new StageSymbol(stage),
            ImageSyntax image => new ImageSymbol(image, ImageName(image)),
            TestSyntax test => new TestSymbol(test),
            EnvironmentSyntax environment => new EnvironmentSymbol(environment),
            _ => null,
        };
        if (symbol is not null) session.Symbols[declaration] = symbol;
        return symbol;
    }

    private bool TryDeclare(Symbol symbol, Scope where)
    {
        if (symbol is ImageSymbol { IsReachable: false }) return true;
        if (symbol.Name.Length == 0 || symbol.Declaration is not { } place) return false;
        if (Values.Reserved.Contains(symbol.Name) || (symbol is CallableSymbol && BuiltInTable.FindCallable(symbol.Name) is not null))
        {
            session.Error(DiagnosticCodes.BuiltInName, $"'{symbol.Name}' is built in; take another name", place);
            return false;
        }

        if (where.Declare(symbol) is not { } earlier) return true;
        session.Error(
            DiagnosticCodes.DuplicateName, $"'{symbol.Name}' is declared already, as {earlier.Description}", place,
            new Note("the earlier declaration", earlier.Declaration));
        return false;
    }

    private ImmutableArray<CallParameterSymbol> Parameters(ImmutableArray<ParameterSyntax> parameters)
    {
        var symbols = ImmutableArray.CreateBuilder<CallParameterSymbol>(parameters.Length);
        foreach (ParameterSyntax parameter in parameters)
        {
            var symbol = new CallParameterSymbol(parameter.Identifier.Name, parameter.Identifier.Span, TypeRules.Of(parameter.Type))
            {
                IsOptional = parameter.Default is not null,
                Default = parameter.Default,
            };
            session.Symbols[parameter] = symbol;
            symbols.Add(symbol);
        }

        return symbols.ToImmutable();
    }

    private static string ImageName(ImageSyntax image) => image.Name switch
    {
        NameSyntax name => name.Name,
        StringSyntax { Constant: { } constant } => constant,
        StringSyntax text => string.Concat(text.Parts.OfType<TextPartSyntax>().Select(part => part.Value)),
        _ => "",
    };
}
