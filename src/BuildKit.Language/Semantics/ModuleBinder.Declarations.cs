using System.Collections.Immutable;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Each kind of declaration.</content>
internal sealed partial class ModuleBinder
{
    private void BindDeclaration(DeclarationSyntax declaration, Surroundings where, bool isInLoop)
    {
        Symbol? symbol = session.Symbols.GetValueOrDefault(declaration);
        switch (declaration, symbol)
        {
            case (UsingSyntax use, UsingSymbol used): BindUsing(use, used); break;
            case (ParamSyntax parameter, _): BindParam(parameter, where with { Owner = symbol }); break;
            case (SecretSyntax secret, _): _ = expressions.Bind(secret.Source, BuildType.SecretSource, where with { Owner = symbol }, "the source of a secret"); break;
            case (VarSyntax, { } variable): session.Complete(variable); break;
            case (FunctionSyntax function, FunctionSymbol callable): BindFunction(function, callable, where); break;
            case (StepsSyntax steps, StepsSymbol callable): BindSteps(steps, callable, where); break;
            case (StageSyntax stage, _): BindStage(stage, where with { Owner = symbol, HasTarget = true }); break;
            case (ImageSyntax image, _): BindImage(image, where with { Owner = symbol }, isInLoop); break;
            case (TestSyntax test, _): BindTest(test, where with { Owner = symbol, HasTarget = true }, isInLoop); break;
            case (EnvironmentSyntax environment, _): BindEnvironment(environment, where with { Owner = symbol }, isInLoop); break;
        }
    }

    private void BindParam(ParamSyntax parameter, Surroundings where)
    {
        BuildType type = TypeRules.Of(parameter.Type);
        string name = parameter.Identifier.Name;
        if (parameter.Default is { } value) _ = expressions.Bind(value, type, where, $"the default of '{name}'");
        if (parameter.Allowed is not { } allowed) return;
        BuildType element = type.Kind == TypeKind.List ? type.Element ?? BuildType.Unknown : type;
        _ = expressions.Bind(allowed, BuildType.ListOf(element), where, $"what '{name}' allows");
        if (parameter.Default is null || allowed is not ListSyntax list) return;
        object?[] constants = [.. list.Elements.Select(item => item.IsSpread ? null : Constants.Of(item.Expression))];
        IEnumerable<ExpressionSyntax> defaults = parameter.Default is ListSyntax many
            ? many.Elements.Where(item => !item.IsSpread).Select(item => item.Expression) : [parameter.Default];
        foreach (ExpressionSyntax single in defaults)
        {
            if (constants.Contains(null) || Constants.Of(single) is not { } constant || constants.Contains(constant)) continue;
            session.Error(
                DiagnosticCodes.NotAllowedValue,
                $"the default is not among the allowed values{session.Suggest(constant.ToString() ?? "", constants.OfType<string>())}", single.Span,
                new Note("the allowed values", allowed.Span));
        }
    }

    private void BindFunction(FunctionSyntax function, FunctionSymbol symbol, Surroundings where)
    {
        Surroundings inner = (where with { Owner = symbol }).Inner();
        DeclareParameters(symbol, where with { Owner = symbol }, inner.Scope);
        _ = expressions.Bind(function.Body, symbol.ReturnType, inner, $"the value of '{symbol.Name}'");
    }

    private void BindSteps(StepsSyntax steps, StepsSymbol symbol, Surroundings where)
    {
        Surroundings inner = (where with { Owner = symbol, Place = Contexts.Stage | Contexts.Image, HasTarget = true }).Inner();
        DeclareParameters(symbol, where with { Owner = symbol }, inner.Scope);
        statements.BindBlock(steps.Body, inner);
    }

    private void DeclareParameters(CallableSymbol symbol, Surroundings where, Scope scope)
    {
        bool hasOptional = false;
        foreach (CallParameterSymbol parameter in symbol.Parameters)
        {
            if (parameter.Default is { } value) _ = expressions.Bind(value, parameter.Type, where, $"the default of '{parameter.Name}'");
            if (hasOptional && !parameter.IsOptional && parameter.Declaration is { } place && parameter.Name.Length > 0)
            {
                session.Error(DiagnosticCodes.ArgumentOrder, $"'{parameter.Name}' has no default but stands behind a parameter that has one", place);
            }

            hasOptional |= parameter.IsOptional;
            _ = expressions.Declare(parameter, scope);
        }
    }

    private void BindStage(StageSyntax stage, Surroundings where)
    {
        _ = expressions.Bind(stage.From, BuildType.Base, where, "what a stage is from");
        if (stage.On is { Name: not "build" } on && on.Name.Length > 0)
        {
            session.Error(DiagnosticCodes.StagePlatform, $"a stage runs for the target, or 'on build'; '{on.Name}' is neither", on.Span);
        }

        statements.BindBlock(stage.Body, where with { Place = Contexts.Stage });
    }

    private void BindImage(ImageSyntax image, Surroundings where, bool isInLoop)
    {
        if (image.Name is StringSyntax name) _ = expressions.Bind(name, BuildType.String, where);
        if (isInLoop && image.Name is NameSyntax or StringSyntax { Constant: not null })
        {
            session.Error(
                DiagnosticCodes.ImageInLoop, $"every turn of the loop gives an image of this name; put the item into it: image $\"name-{{item}}\" from ...", image.Name.Span);
        }

        _ = expressions.Bind(image.From, BuildType.Base, where with { HasTarget = true }, "what an image is from");
        if (image.Platforms is { } platforms) _ = expressions.Bind(platforms, BuildType.Strings, where, "what an image is for");
        statements.BindBlock(image.Body, where with { Place = Contexts.Image, HasTarget = true });
    }

    private void BindTest(TestSyntax test, Surroundings where, bool isInLoop)
    {
        if (isInLoop)
        {
            session.Error(DiagnosticCodes.ImageInLoop, "every turn of the loop gives a test of this name; a test stands outside of loops", test.Identifier.Span);
        }

        _ = expressions.Bind(test.Image, BuildType.Stage, where, "what a test is of");
        if (session.Symbols.GetValueOrDefault(test.Image) is StageSymbol stage)
        {
            session.Error(
                DiagnosticCodes.TestOfStage, $"'{stage.Name}' is a stage, and a test is of an image, which says how it starts: image {stage.Name}Image from {stage.Name} {{ ... }}", test.Image.Span);
        }

        statements.BindBlock(test.Body, where with { Place = Contexts.Test });
    }

    private void BindEnvironment(EnvironmentSyntax environment, Surroundings where, bool isInLoop)
    {
        if (isInLoop)
        {
            session.Error(
                DiagnosticCodes.ImageInLoop, "every turn of the loop gives an environment of this name; an environment stands outside of loops", environment.Identifier.Span);
        }

        statements.BindBlock(environment.Body, where with { Place = Contexts.Environment });
    }

    private void BindUsing(UsingSyntax use, UsingSymbol symbol)
    {
        ParameterSymbol[] parameters = [.. symbol.Module.Members.OfType<ParameterSymbol>()];
        var arguments = ImmutableDictionary.CreateBuilder<ParameterSymbol, ExpressionSyntax>();
        foreach (PropertySyntax property in use.Arguments?.Properties ?? [])
        {
            string name = property.Identifier.Name;
            ParameterSymbol? parameter = parameters.FirstOrDefault(candidate => candidate.Name == name);
            if (parameter is not null && arguments.ContainsKey(parameter))
            {
                session.Error(DiagnosticCodes.DuplicateName, $"'{name}' stands here twice", property.Identifier.Span);
            }
            else if (parameter is not null)
            {
                _ = expressions.Bind(property.Value, parameter.Type, top with { Owner = symbol }, $"'{name}' of '{symbol.Module.Name}'");
                arguments.Add(parameter, property.Value);
            }
            else if (name.Length > 0)
            {
                string near = session.Suggest(name, parameters.Select(candidate => candidate.Name));
                session.Error(DiagnosticCodes.UsingParameter, $"'{symbol.Module.Name}' has no param '{name}'{near}", property.Identifier.Span);
            }
        }

        symbol.Arguments = arguments.ToImmutable();
        string[] missing = [.. parameters.Where(parameter => parameter.Syntax.Default is null && !arguments.ContainsKey(parameter)).Select(parameter => parameter.Name)];
        if (missing.Length > 0)
        {
            session.Error(
                DiagnosticCodes.UsingMissing,
                $"'{symbol.Module.Name}' needs {string.Join(" and ", missing.Select(name => $"'{name}'"))}: with {{ {string.Join(", ", missing.Select(name => name + " = ..."))} }}",
                use.Path.Span);
        }
    }
}
