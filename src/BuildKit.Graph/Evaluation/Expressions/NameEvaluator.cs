using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Mounts;
using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>What names stand for: variables and parameters when they are first used, stages, secrets, built-in values.</summary>
internal sealed class NameEvaluator(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    private readonly BuiltInValues builtIns = new(session, expressions, stages);

    internal object Evaluate(ExpressionSyntax syntax, Scope scope)
    {
        Symbol? symbol = session.Model.SymbolOf(syntax);
        Scope at = syntax is MemberAccessSyntax access && session.Model.SymbolOf(access.Target) is UsingSymbol use ? Module(scope, use).Top : scope;
        return symbol switch
        {
            ParameterSymbol parameter => Parameter(at.Module, parameter),
            VariableSymbol { VariableKind: VariableKind.Global, Value: { } value } variable =>
                Once(at.Module, variable, () => expressions.Evaluate(value, at.Module.Top)),
            VariableSymbol or CallParameterSymbol => Usable(scope.Find(symbol)),
            StageSymbol or ImageSymbol => Stage(symbol, at),
            TestSymbol test => Test(test, at),
            EnvironmentSymbol environment => new EnvironmentValue(at.Module.Prefix + environment.Name),
            SecretSymbol secret => Once(at.Module, secret, () => Secret(at.Module, secret)),
            BuiltInValueSymbol builtIn => builtIns.Evaluate(builtIn, syntax, scope),
            _ => throw new EvaluationFailedException(),
        };
    }

    /// <summary>The value of a file's parameter: given, or its default.</summary>
    internal object Parameter(ModuleInstance module, ParameterSymbol parameter) =>
        Once(module, parameter, () => ParameterDefault(module, parameter));

    /// <summary>The file behind an alias that is seen from a scope.</summary>
    internal static ModuleInstance Module(Scope scope, UsingSymbol use)
    {
        // A body of steps is evaluated in its own file's scope, so the alias is always one of that file.
        return scope.Module.Used(use);
    }

    private object ParameterDefault(ModuleInstance module, ParameterSymbol parameter)
    {
        if (module.Use is { } use && use.Arguments.TryGetValue(parameter, out ExpressionSyntax? argument) && module.User is { } user)
        {
            return ParameterCheck.Allowed(session, expressions, module, parameter, expressions.Evaluate(argument, user.Top), argument.Span);
        }

        // Of the Buildfile itself the reader has reported it, of a used file the binder.
        ExpressionSyntax syntax = parameter.Syntax.Default ?? throw new EvaluationFailedException();
        return ParameterCheck.Allowed(session, expressions, module, parameter, expressions.Evaluate(syntax, module.Top), syntax.Span);
    }

    private StageValue Stage(Symbol symbol, Scope scope)
    {
        stages.Elaborate(scope.Module);
        StageDeclaration declaration = scope.FindStage(symbol)
            ?? throw new InvalidOperationException($"The {symbol.Kind} '{symbol.Name}' is used where it does not exist, which binding should have found.");
        return new StageValue(declaration);
    }

    private TestValue Test(TestSymbol symbol, Scope scope)
    {
        stages.Elaborate(scope.Module);
        return scope.Module.Tests.FirstOrDefault(test => test.Syntax == symbol.Syntax) is { } declaration
            ? new TestValue(declaration)
            : throw new InvalidOperationException($"The test '{symbol.Name}' is used where it does not exist, which binding should have found.");
    }

    private SecretValue Secret(ModuleInstance module, SecretSymbol secret)
    {
        var source = (SecretSource)expressions.Evaluate(secret.Syntax.Source, module.Top);
        return new SecretValue(source with { Id = module.Prefix + secret.Name });
    }

    private object Once(ModuleInstance module, Symbol symbol, Func<object> work)
    {
        if (module.Values.TryGetValue(symbol, out object? known))
        {
            return Usable(known);
        }

        if (!module.Pending.Add(symbol))
        {
            throw new InvalidOperationException($"The value of '{symbol.Name}' depends on itself, which binding should have found.");
        }

        object value = FailedValue.Instance;
        try
        {
            value = work();
            return value;
        }
        finally
        {
            module.Pending.Remove(symbol);
            module.Values[symbol] = value;
        }
    }

    private static object Usable(object? value) => value is null or FailedValue ? throw new EvaluationFailedException() : value;
}
