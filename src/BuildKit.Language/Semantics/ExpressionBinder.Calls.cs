using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Calls.</content>
internal sealed partial class ExpressionBinder
{
    /// <summary>Binds a call that stands as a statement; it must be a step that may stand there.</summary>
    public void BindStep(CallSyntax call, Surroundings where)
    {
        if (Bind(call, where) is not { } target) return;
        if (target.ReturnType != BuildType.Step)
        {
            session.Error(DiagnosticCodes.NotAValue, $"'{target.Name}' gives a value that nothing uses; a statement calls a step", call.Span);
        }
        else if (target is BuiltInSymbol { Contexts: Contexts.Environment } && where.Place != Contexts.Environment)
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' may stand in an environment only", call.Span);
        }
        else if (where.Place == Contexts.None)
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' is a step; steps stand in a stage, an image or steps", call.Span);
        }
        else if (where.Place == Contexts.Test && target is BuiltInSymbol { Contexts: var contexts } && (contexts & Contexts.Test) == Contexts.None)
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' makes an image and may not stand in a test, which has Start, Run, Exec and DotNet.Test", call.Span);
        }
        else if (target is BuiltInSymbol { Contexts: Contexts.Test } && where.Place != Contexts.Test)
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' may stand in a test only", call.Span);
        }
        else if (where.Place == Contexts.Environment && target is not BuiltInSymbol { Contexts: Contexts.Environment })
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' may not stand in an environment, which has Registry, After, Tag and Require", call.Span);
        }
        else if (target is BuiltInSymbol builtIn && (builtIn.Contexts & where.Place) == Contexts.None)
        {
            session.Error(DiagnosticCodes.StatementPlace, $"'{target.Name}' may not stand here", call.Span);
        }
    }

    private BuildType BindCallValue(CallSyntax call, Surroundings where)
    {
        if (Bind(call, where) is not { } target) return BuildType.Unknown;
        if (target.ReturnType == BuildType.Step)
        {
            session.Error(DiagnosticCodes.NotAValue, $"'{target.Name}' is a step and has no value", call.Span);
            return BuildType.Unknown;
        }

        return session.Types.GetValueOrDefault(call) ?? BuildType.Unknown;
    }

    /// <summary>Finds what is called and binds the arguments. Null, with an error, where that is not known or not supported.</summary>
    private CallableSymbol? Bind(CallSyntax call, Surroundings where)
    {
        (Symbol? symbol, ExpressionSyntax? receiver, UsingSymbol? module) = FindCallee(call, where);
        if (symbol is not CallableSymbol target)
        {
            if (symbol is not null) session.Error(DiagnosticCodes.NotCallable, $"'{symbol.Name}' is {symbol.Description} and cannot be called", call.Callee.Span);
            BindLoosely(call, where);
            return null;
        }

        if (target is BuiltInSymbol { IsSupported: false })
        {
            session.Error(DiagnosticCodes.NotSupported, $"'{target.Name}' is not supported by this version yet", call.Callee.Span);
            NamesInUse.Mark(call, where, session);
            return null;
        }

        if (target is not BuiltInSymbol) session.Use(target, where, call.Callee.Span);
        BuildType? item = receiver is null ? null : session.Types.GetValueOrDefault(receiver)?.Element;
        BuildType? result = BindArguments(call, target, receiver, module, item, where);
        session.Types[call] = TypeRules.Substitute(target.ReturnType, item, result);
        return target;
    }

    private (Symbol? Symbol, ExpressionSyntax? Receiver, UsingSymbol? Module) FindCallee(CallSyntax call, Surroundings where)
    {
        switch (call.Callee)
        {
            case NameSyntax name:
                if (where.Scope.Find(name.Name) is { } declared)
                {
                    // A stage may be called Publish or Cache; the step or function of that name stays what is called.
                    if (declared is not CallableSymbol && BuiltInTable.FindCallable(name.Name) is { } hidden) return (hidden, null, null);
                    if (declared is not CallableSymbol) session.Use(declared, where, name.Span);
                    return (declared, null, null);
                }

                if (BuiltInTable.FindCallable(name.Name) is { } builtIn) return (builtIn, null, null);
                ReportUnknownCallee(name, where);
                return default;
            case MemberAccessSyntax { Member.Name.Length: > 0 } access:
                return FindMemberCallee(access, where);
            case MissingSyntax or MemberAccessSyntax:
                return default;
            default:
                session.Error(DiagnosticCodes.NotCallable, "only a name can be called", call.Callee.Span);
                return default;
        }
    }

    private (Symbol? Symbol, ExpressionSyntax? Receiver, UsingSymbol? Module) FindMemberCallee(MemberAccessSyntax access, Surroundings where)
    {
        if (access.Target is NameSyntax name)
        {
            switch (where.Scope.Find(name.Name))
            {
                case UsingSymbol alias:
                    return (BindModuleMember(access, alias, where), null, alias);
                case null when Values.Reserved.Contains(name.Name):
                    if (BuiltInTable.FindCallable($"{name.Name}.{access.Member.Name}") is { IsMember: false } function) return (function, null, null);
                    BuildType value = BindBuiltInMember(access, name, where);
                    if (value.Kind != TypeKind.Unknown)
                    {
                        session.Error(DiagnosticCodes.MemberNotCalled, $"'{access.Span.Text}' is a value and is not called", access.Span);
                    }

                    return default;
            }
        }

        BuildType target = Bind(access.Target, BuildType.Unknown, where);
        if (target.Kind == TypeKind.Unknown) return default;
        if (BuiltInTable.MembersOf(target).FirstOrDefault(member => member.ShortName == access.Member.Name) is { } found) return (found, access.Target, null);
        if (BuiltInTable.PropertiesOf(target).Any(property => IsMember(property, access.Member.Name)))
        {
            session.Error(DiagnosticCodes.MemberNotCalled, $"'{access.Member.Name}' is a property and is not called", access.Member.Span);
        }
        else
        {
            ReportMember(access, target);
        }

        return default;
    }

    private void ReportUnknownCallee(NameSyntax name, Surroundings where)
    {
        if (where.Module.HasUnreadName(name.Name)) return;
        IEnumerable<string> names = where.Scope.Visible.OfType<CallableSymbol>().Select(symbol => symbol.Name)
            .Concat(BuiltInTable.Callables.Where(symbol => !symbol.Name.Contains('.') && symbol.IsSupported).Select(symbol => symbol.Name));
        session.Error(DiagnosticCodes.UnknownName, $"there is no step or function '{name.Name}'{session.Suggest(name.Name, names)}", name.Span);
    }

    /// <summary>Binds the arguments of a call whose target is not known, so that what is wrong in them shows too.</summary>
    private void BindLoosely(CallSyntax call, Surroundings where)
    {
        foreach (ArgumentSyntax argument in call.Arguments)
        {
            BindLoosely(argument, where);
        }
    }

    private void BindLoosely(ArgumentSyntax argument, Surroundings where)
    {
        if (argument.Value is LambdaSyntax or ObjectSyntax)
        {
            NamesInUse.Mark(argument, where, session);
        }
        else if (argument.Value is not NameSyntax name || where.Scope.Find(name.Name) is not null)
        {
            // A bare name may be the member of an enum, which only the parameter could tell.
            _ = Bind(argument.Value, BuildType.Any, where);
        }
    }
}
