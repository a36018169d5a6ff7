using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Mounts;
using BuildKit.Language.Semantics;
using BuildKit.Language.Symbols;
using BuildKit.Language.Syntax;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>Calls that have a value: a user's functions, built-in functions, members of values.</summary>
internal sealed class CallEvaluator(EvaluationSession session, ExpressionEvaluator expressions)
{
    private readonly StringMembers strings = new(session, expressions);
    private readonly ListMembers lists = new(session, expressions);
    private readonly GateCalls gates = new(session, expressions);
    private readonly ProjectCalls projects = new(session, expressions);

    internal object Evaluate(CallSyntax syntax, Scope scope)
    {
        BoundCall call = session.Model.CallOf(syntax) ?? throw new EvaluationFailedException();
        return call.Target switch
        {
            FunctionSymbol function => expressions.Evaluate(function.Syntax.Body, Called(call, scope)),
            BuiltInSymbol builtIn => BuiltIn(builtIn, new Arguments(session, expressions, call, scope)),
            _ => throw new EvaluationFailedException(),
        };
    }

    /// <summary>The scope of a called function's or steps' body, with the parameters' values.</summary>
    internal Scope Called(BoundCall call, Scope caller)
    {
        ModuleInstance module = call.Module is { } use ? NameEvaluator.Module(caller, use) : caller.Module;
        Scope scope = caller.Body is { } body ? module.Top.WithBody(body) : module.Top.Nested();
        foreach (CallParameterSymbol parameter in call.Target.Parameters)
        {
            object value = call.Argument(parameter.Name) is { } argument ? expressions.Evaluate(argument, caller)
                : parameter.Default is { } fallback ? expressions.Evaluate(fallback, scope)
                : throw new EvaluationFailedException();
            scope.Define(parameter, value);
        }

        return scope;
    }

    private object BuiltIn(BuiltInSymbol symbol, Arguments arguments)
    {
        if (arguments.Call.Receiver is { } receiver)
        {
            return Member(symbol.Name, expressions.Evaluate(receiver, arguments.Scope), receiver, arguments);
        }

        return symbol.Name switch
        {
            "Raw" => new RawValue(expressions.Text.Of(arguments.Value("text"), arguments.PlaceOf("text"))),
            "Cache" => Cache(arguments),
            "Bind" => new BindValue(Path(arguments, "target"), arguments.FindString("path") ?? ".", arguments.Find("from"), arguments.PlaceOf("from")),
            "Tmpfs" => new TmpfsMount(
                Path(arguments, "target"),
                arguments.Parse<long>("size", SizeText.TryParse, GraphDiagnosticCodes.InvalidSize, "size such as 64m")),
            "Ssh" => Ssh(arguments),
            "Oci" => Layout(arguments),
            "Port" => Port(arguments),
            "Passed" or "CleanSource" or "Branch" => gates.Evaluate(symbol.Name, arguments),
            "Secret.Env" => new SecretSource("", arguments.String("name"), null),
            "Secret.File" => new SecretSource("", null, Path(arguments, "path")),
            "DotNet.Project" or "DotNet.Projects" or "DotNet.Runtime" or "DotNet.Sdk" => projects.Evaluate(symbol.Name, arguments),
            "string.Join" => strings.Join(arguments),
            "string.IsNullOrEmpty" => arguments.Value("value") is MissingValue or "",
            _ => throw new InvalidOperationException($"The function '{symbol.Name}' cannot be worked out."),
        };
    }

    private object Member(string name, object target, ExpressionSyntax receiver, Arguments arguments) => target switch
    {
        FailedValue => throw new EvaluationFailedException(),
        MissingValue => throw expressions.Text.Unfit(target, "a value", receiver.Span),
        SecretValue secret when name == "secret.As" =>
            new SecretVariable(VariableName.Valid(session, arguments.String("name"), arguments.PlaceOf("name")), secret.Source),
        SecretValue secret => new SecretMount(Path(arguments, "path"), secret.Source),
        _ when name.EndsWith(".ToString", StringComparison.Ordinal) => expressions.Text.Of(target, receiver.Span),
        string text => strings.Call(name, text, arguments),
        ListValue list => lists.Call(name, list, arguments),
        _ => throw expressions.Text.Unfit(target, "another kind of value", receiver.Span),
    };

    private CacheMount Cache(Arguments arguments)
    {
        string target = Path(arguments, "target");
        string id = arguments.FindString("id") ?? target;
        if (id.Length == 0 || id.Contains('\0', StringComparison.Ordinal))
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidName, "the id of a cache has at least one character and no NUL", arguments.PlaceOf("id"));
        }

        CacheSharing sharing = arguments.Find("sharing") switch
        {
            null or EnumValue { Name: "Shared" } => CacheSharing.Shared,
            EnumValue { Name: "Locked" } => CacheSharing.Locked,
            EnumValue { Name: "Private" } => CacheSharing.Private,
            var other => throw expressions.Text.Unfit(other, "Shared, Locked or Private", arguments.PlaceOf("sharing")),
        };
        return new CacheMount(target, id, sharing) { Travels = arguments.FindBool("travel") ?? false };
    }

    private SshMount Ssh(Arguments arguments)
    {
        string id = arguments.FindString("id") ?? SshMount.DefaultId;
        return id.Length > 0 && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')
            ? new SshMount(arguments.Find("target") is null ? SshMount.DefaultTarget : Path(arguments, "target"), id)
            : throw session.Fail(GraphDiagnosticCodes.InvalidName, $"'{id}' is no id of an agent: it has letters, digits, '.', '_' and '-'", arguments.PlaceOf("id"));
    }

    private PortValue Port(Arguments arguments) => arguments.FindInt("number") is >= 1 and <= ushort.MaxValue and var number
        ? new PortValue((int)number)
        : throw session.Fail(GraphDiagnosticCodes.InvalidPort, "a port is a number from 1 to 65535", arguments.PlaceOf("number"));

    private LayoutValue Layout(Arguments arguments)
    {
        (string path, string? tag) = LayoutPath.Split(Path(arguments, "path"));
        return new LayoutValue(path, tag);
    }

    private static string Path(Arguments arguments, string name) => PathCheck.Valid(arguments.Session, arguments.String(name), arguments.PlaceOf(name));
}
