using System.Globalization;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Graph.Steps;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;
using BuildKit.Language.Text;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Values that are built in, and the properties of values.</summary>
internal sealed class BuiltInValues(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    internal object Evaluate(BuiltInValueSymbol symbol, ExpressionSyntax syntax, Scope scope)
    {
        int dot = symbol.Name.IndexOf('.', StringComparison.Ordinal);
        string member = symbol.Name[(dot + 1)..];
        return (dot < 0 ? "" : symbol.Name[..dot]) switch
        {
            "git" => Git(member, syntax.Span),
            "target" => PlatformPart(Body(scope, symbol.Name).Platform, member),
            "build" => PlatformPart(session.Ask(syntax.Span, facts => facts.BuildPlatform), member),
            "env" => Env(member, Body(scope, symbol.Name), syntax.Span),
            "string" or "list" => Size(((MemberAccessSyntax)syntax).Target, scope),
            "project" => Project(member, ((MemberAccessSyntax)syntax).Target, scope),
            "" when symbol.Name == "scratch" => new ScratchValue(),
            "" => new EnumValue(symbol.Name),
            _ => throw new InvalidOperationException($"The value '{symbol.Name}' cannot be worked out."),
        };
    }

    private static string PlatformPart(Platform platform, string member) => member switch
    {
        "Platform" => platform.ToString(),
        "Os" => platform.Os,
        "Arch" => platform.Architecture,
        _ => throw new InvalidOperationException($"A platform has no part '{member}'."),
    };

    private object Size(ExpressionSyntax target, Scope scope) => expressions.Evaluate(target, scope) switch
    {
        string text => (long)text.Length,
        ListValue list => (long)list.Items.Length,
        var other => throw expressions.Text.Unfit(other, "a list or string", target.Span),
    };

    private object Project(string member, ExpressionSyntax target, Scope scope) =>
        ProjectProperties.Find(
            expressions.Evaluate(target, scope) is var value && value is DotNetProject project ? project : throw expressions.Text.Unfit(value, "a .NET project", target.Span),
            member);

    private static StageBody Body(Scope scope, string name) =>
        scope.Body ?? throw new InvalidOperationException($"'{name}' is used outside of a stage, which binding should have found.");

    private object Env(string name, StageBody body, SourceSpan place)
    {
        StepRef head = body.Head ?? throw new InvalidOperationException($"'env.{name}' is used in front of the base, which binding should have found.");
        return (object?)stages.FindVariable(head, name, place) ?? new MissingValue($"the environment has no variable '{name}'");
    }

    private object Git(string member, SourceSpan place) => session.Ask(place, facts =>
    {
        if (facts.Git is not { } git)
        {
            return new MissingValue($"git.{member} needs a Git repository, and the context is in none");
        }

        return member == "IsDirty" ? git.IsDirty : Text(git, member) ?? (object)new MissingValue(WhyMissing(git, member));
    });

    private static string? Text(IGitFacts git, string member) => member switch
    {
        "Sha" => git.Sha,
        "ShortSha" => git.ShortSha,
        "Branch" => git.Branch,
        "Tag" => git.Tag,
        "Version" => git.Version,
        "CommitTime" => git.CommitTime?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "Remote" => git.Remote,
        _ => throw new InvalidOperationException($"There is no Git fact '{member}'."),
    };

    private static string WhyMissing(IGitFacts git, string member)
    {
        const string shallow = "the clone is shallow, so tags before its first commit are not known ('git fetch --unshallow --tags' brings them)";
        return member switch
        {
            "Remote" => "git.Remote is null, because there is no remote 'origin'",
            "Branch" when git.Sha is not null => "git.Branch is null, because HEAD is detached",
            "Tag" when git.Sha is not null => "git.Tag is null, because HEAD has no tag" + (git.IsShallow ? "; " + shallow : ""),
            "Version" when git.Sha is not null => $"git.Version is not known: {shallow}",
            _ => $"git.{member} is null, because the repository has no commit yet",
        };
    }
}
