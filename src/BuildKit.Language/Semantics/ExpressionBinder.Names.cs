using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>Names and members.</content>
internal sealed partial class ExpressionBinder
{
    private BuildType BindName(NameSyntax name, BuildType expected, Surroundings where)
    {
        if (where.Scope.Find(name.Name) is { } symbol) return UseSymbol(name, symbol, where);
        if (expected.Kind == TypeKind.Enum && TypeRules.MembersOf(expected).FirstOrDefault(member => member.Name == name.Name) is { } member)
        {
            session.Symbols[name] = member;
            return member.Type;
        }

        if (BuiltInTable.FindValue(name.Name) is { } value && value.Type.Kind != TypeKind.Enum)
        {
            session.Symbols[name] = value;
            return value.Type;
        }

        ReportUnknown(name, expected, where);
        return BuildType.Unknown;
    }

    /// <summary>Notes the use of a symbol and gives its type as a value.</summary>
    private BuildType UseSymbol(SyntaxNode node, Symbol symbol, Surroundings where)
    {
        session.Use(symbol, where, node.Span);
        session.Complete(symbol);
        if (symbol is ValueSymbol value)
        {
            session.Symbols[node] = symbol;
            return value.Type;
        }

        string message = symbol is CallableSymbol
            ? $"'{symbol.Name}' is called: {symbol.Name}(...)"
            : $"'{symbol.Name}' is a file; its declarations are reached with '{symbol.Name}.Name'";
        session.Error(DiagnosticCodes.NotAValue, message, node.Span);
        return BuildType.Unknown;
    }

    private BuildType BindMember(MemberAccessSyntax access, Surroundings where)
    {
        if (access.Member.Name.Length == 0)
        {
            _ = Bind(access.Target, BuildType.Unknown, where);
            return BuildType.Unknown;
        }

        if (access.Target is NameSyntax name)
        {
            switch (where.Scope.Find(name.Name))
            {
                case UsingSymbol alias: return BindModuleMember(access, alias, where) is { } member ? UseSymbol(access, member, where) : BuildType.Unknown;
                case null when Values.Reserved.Contains(name.Name): return BindBuiltInMember(access, name, where);
            }
        }

        BuildType target = Bind(access.Target, BuildType.Unknown, where);
        if (target.Kind == TypeKind.Unknown) return target;
        if (BuiltInTable.PropertiesOf(target).FirstOrDefault(property => IsMember(property, access.Member.Name)) is { } found)
        {
            session.Symbols[access] = found;
            return found.Type;
        }

        ReportMember(access, target);
        return BuildType.Unknown;
    }

    /// <summary>The declaration of a used file that is meant; null, with an error, where there is none.</summary>
    private Symbol? BindModuleMember(MemberAccessSyntax access, UsingSymbol alias, Surroundings where)
    {
        session.Use(alias, where, access.Target.Span);
        session.Symbols[access.Target] = alias;
        Symbol? member = alias.Module.Members.FirstOrDefault(
            candidate => candidate.Name == access.Member.Name && candidate is not ImageSymbol { IsReachable: false });
        if (member is null && access.Member.Name.Length > 0 && alias.Module.Tree.Diagnostics.IsEmpty)
        {
            string near = session.Suggest(access.Member.Name, alias.Module.Members.Select(candidate => candidate.Name));
            session.Error(DiagnosticCodes.UnknownMember, $"'{alias.Module.Name}' declares no '{access.Member.Name}'{near}", access.Member.Span);
        }

        return member;
    }

    private BuildType BindBuiltInMember(MemberAccessSyntax access, NameSyntax name, Surroundings where)
    {
        string full = $"{name.Name}.{access.Member.Name}";
        BuiltInValueSymbol? value = name.Name == "env"
            ? new BuiltInValueSymbol(full, BuildType.String, "The variable of the base image, or what Env set; null where it is not set.")
            : name.Name is "string" or "list" ? null : BuiltInTable.FindValue(full);
        if (value is null)
        {
            if (BuiltInTable.FindCallable(full) is { IsMember: false })
            {
                session.Error(DiagnosticCodes.MemberNotCalled, $"'{full}' is called: {full}(...)", access.Span);
                return BuildType.Unknown;
            }

            IEnumerable<string> names = BuiltInTable.NamedValues.Select(symbol => symbol.Name)
                .Concat(BuiltInTable.Callables.Where(symbol => !symbol.IsMember).Select(symbol => symbol.Name))
                .Where(candidate => candidate.StartsWith(name.Name + ".", StringComparison.Ordinal)).Select(candidate => candidate[(name.Name.Length + 1)..]);
            session.Error(DiagnosticCodes.UnknownMember, $"'{name.Name}' has no member '{access.Member.Name}'{session.Suggest(access.Member.Name, names)}", access.Member.Span);
            return BuildType.Unknown;
        }

        bool isBody = where.Place is not (Contexts.None or Contexts.Environment);
        if ((name.Name == "target" && !where.HasTarget) || (name.Name == "env" && !isBody))
        {
            session.Error(DiagnosticCodes.ValuePlace, $"'{name.Name}' is known only in stages, images and steps; pass it to a function as an argument", access.Span);
        }

        session.Symbols[access] = value;
        return value.Type;
    }

    private static bool IsMember(Symbol symbol, string name) =>
        symbol.Name.EndsWith(name, StringComparison.Ordinal) && symbol.Name.Length > name.Length && symbol.Name[^(name.Length + 1)] == '.';
}
