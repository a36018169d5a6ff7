using BuildKit.Language.BuiltIns;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Language.Semantics;

/// <content>What is said of names and members that do not exist.</content>
internal sealed partial class ExpressionBinder
{
    private void ReportUnknown(NameSyntax name, BuildType expected, Surroundings where)
    {
        if (Values.Reserved.Contains(name.Name))
        {
            session.Error(DiagnosticCodes.NotAValue, $"'{name.Name}' is no value of its own; name a member of it, such as {Example(name.Name)}", name.Span);
        }
        else if (where.Scope.IsDeclaredLater(name.Name))
        {
            session.Error(DiagnosticCodes.UsedTooEarly, $"'{name.Name}' is declared further below in this block", name.Span);
        }
        else if (expected.Kind == TypeKind.Enum)
        {
            string[] members = [.. TypeRules.MembersOf(expected).Select(member => member.Name)];
            session.Error(DiagnosticCodes.UnknownName, $"'{name.Name}' is none of {string.Join(", ", members)}{session.Suggest(name.Name, members)}", name.Span);
        }
        else if (!where.Module.HasUnreadName(name.Name))
        {
            IEnumerable<string> names = where.Scope.Visible.Select(symbol => symbol.Name).Append("scratch").Concat(Values.Reserved);
            session.Error(DiagnosticCodes.UnknownName, $"nothing is declared under the name '{name.Name}'{session.Suggest(name.Name, names)}", name.Span);
        }
    }

    private void ReportMember(MemberAccessSyntax access, BuildType target)
    {
        string name = access.Member.Name;
        if (BuiltInTable.MembersOf(target).Any(member => IsMember(member, name)))
        {
            session.Error(DiagnosticCodes.MemberNotCalled, $"'{name}' is called: {name}()", access.Member.Span);
            return;
        }

        IEnumerable<string> names = BuiltInTable.MembersOf(target).Select(member => member.ShortName)
            .Concat(BuiltInTable.PropertiesOf(target).Select(property => property.Name[(property.Name.IndexOf('.') + 1)..]));
        session.Error(DiagnosticCodes.UnknownMember, $"{TypeRules.Describe(target)} has no member '{name}'{session.Suggest(name, names)}", access.Member.Span);
    }

    private static string Example(string name) => name switch
    {
        "git" => "git.Sha",
        "target" => "target.Arch",
        "build" => "build.Platform",
        "env" => "env.PATH",
        "Secret" => "Secret.Env(\"NAME\")",
        "HealthCheck" => "HealthCheck.None()",
        _ => "string.Join(\" \", list)",
    };
}
