using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Steps;
using BuildKit.Language.Text;
using BuildKit.Oci.Content;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The steps that change files without running anything.</summary>
internal sealed class FileSteps(EvaluationSession session, ExpressionEvaluator expressions, StageResolver stages)
{
    internal CopyStep Copy(Arguments arguments, StageBody body)
    {
        ImmutableArray<string> patterns = Paths(arguments, "patterns");
        ImmutableArray<string> excludes = [.. arguments.FindStrings("exclude").Select(pattern => PathCheck.Valid(session, pattern, arguments.PlaceOf("exclude")))];
        CopySource source = Source(arguments, body);
        foreach ((string pattern, SourceSpan place) in arguments.Texts("patterns"))
        {
            StaysInside(pattern, place);
        }

        return new CopyStep(
            arguments.Place, body.Name, body.Platform, Parent(body), source,
            new FileSelection(patterns, excludes, arguments.FindBool("parents") ?? false),
            Path(arguments, "to"), Owner(arguments, "owner"), Mode(arguments));
    }

    internal WriteStep Write(Arguments arguments, StageBody body) => new(
        arguments.Place, body.Name, body.Platform, Parent(body), Path(arguments, "path"), arguments.String("content"), Owner(arguments, "owner"), Mode(arguments));

    internal TemplateStep Template(Arguments arguments, StageBody body)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
        if (arguments.Find("values") is { } given)
        {
            foreach ((string name, object value) in ((ObjectValue)given).Properties)
            {
                values[name] = TemplateValue(value, arguments.PlaceOf("values"));
            }
        }

        string file = Path(arguments, "file");
        StaysInside(file, arguments.PlaceOf("file"));
        return new TemplateStep(
            arguments.Place, body.Name, body.Platform, Parent(body), file, Path(arguments, "to"), values.ToImmutable(), Owner(arguments, "owner"), Mode(arguments));
    }

    internal DownloadStep Download(Arguments arguments, StageBody body)
    {
        string url = arguments.String("url");
        if (FileUrl.ProblemOf(url) is { } problem)
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidUrl, $"'{url}' {problem}", arguments.PlaceOf("url"));
        }

        string to = Path(arguments, "to");
        if (ImagePath.MeansFolder(to))
        {
            string name = FileUrl.NameOf(url)
                ?? throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"'{url}' ends in no name; write the file's own name into 'to'", arguments.PlaceOf("to"));
            to = PathCheck.Valid(session, to.EndsWith('/') ? to + name : $"{to}/{name}", arguments.PlaceOf("to"));
        }

        return new DownloadStep(
            arguments.Place, body.Name, body.Platform, Parent(body), url, to, DigestOf(arguments), Owner(arguments, "owner"), Mode(arguments));
    }

    internal CheckoutStep Checkout(Arguments arguments, StageBody body)
    {
        string url = arguments.String("url");
        if (RepositoryUrl.ProblemOf(url) is { } problem)
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidGitUrl, $"'{url}' {problem}", arguments.PlaceOf("url"));
        }

        string reference = arguments.FindString("ref") ?? GitReference.Default;
        if (!GitReference.IsValid(reference))
        {
            throw session.Fail(GraphDiagnosticCodes.InvalidGitReference, $"'{reference}' can be no branch or tag, and is no commit of 40 hexadecimal digits", arguments.PlaceOf("ref"));
        }

        return new CheckoutStep(
            arguments.Place, body.Name, body.Platform, Parent(body), url, reference, GitReference.CommitOf(reference), Subfolder(arguments), Path(arguments, "to"), Owner(arguments, "owner"));
    }

    internal UnpackStep Unpack(Arguments arguments, StageBody body)
    {
        string archive = Path(arguments, "archive");
        StaysInside(archive, arguments.PlaceOf("archive"));
        CopySource source = Source(arguments, body);
        long strip = arguments.FindInt("strip") ?? 0;
        if (strip is < 0 or > 1000)
        {
            throw session.Fail(GraphDiagnosticCodes.OutOfRange, $"'strip' is 0 or more, and this is {strip}", arguments.PlaceOf("strip"));
        }

        return new UnpackStep(
            arguments.Place, body.Name, body.Platform, Parent(body), source, archive, Path(arguments, "to"), (int)strip, Owner(arguments, "owner"));
    }

    internal DeleteStep Delete(Arguments arguments, StageBody body) =>
        new(arguments.Place, body.Name, body.Platform, Parent(body), Paths(arguments, "patterns"));

    internal LinkStep Link(Arguments arguments, StageBody body) =>
        new(arguments.Place, body.Name, body.Platform, Parent(body), Path(arguments, "path"), Path(arguments, "to"));

    internal static StepRef Parent(StageBody body) => body.Head ?? throw new InvalidOperationException("A step was made before its base.");

    private CopySource Source(Arguments arguments, StageBody body) =>
        arguments.Find("from") is { } from ? new StepSource(stages.Base(from, body, arguments.PlaceOf("from"))) : ContextSource.Instance;

    private string? Subfolder(Arguments arguments)
    {
        if (arguments.Find("path") is null)
        {
            return null;
        }

        string path = Path(arguments, "path");
        StaysInside(path, arguments.PlaceOf("path"));
        return ImagePath.Resolve("/", path) is { Length: > 1 } resolved ? resolved[1..] : null;
    }

    private string Path(Arguments arguments, string name) => PathCheck.Valid(session, arguments.String(name), arguments.PlaceOf(name));

    private ImmutableArray<string> Paths(Arguments arguments, string name)
    {
        ImmutableArray<(string Text, SourceSpan Place)> texts = arguments.Texts(name);
        return texts.IsEmpty
            ? throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"'{arguments.Call.Target.Name}' has at least one path", arguments.Place)
            : [.. texts.Select(text => PathCheck.Valid(session, text.Text, text.Place))];
    }

    private void StaysInside(string path, SourceSpan place)
    {
        int depth = 0;
        foreach (string part in path.Split('/'))
        {
            depth += part switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                throw session.Fail(GraphDiagnosticCodes.InvalidPath, $"'{path}' is outside of the source; nothing can be taken from above its root", place);
            }
        }
    }

    private string? Owner(Arguments arguments, string name) => OwnerOf(session, arguments, name);

    /// <summary><c>user[:group]</c> of an argument, checked; null where it is left out.</summary>
    internal static string? OwnerOf(EvaluationSession session, Arguments arguments, string name)
    {
        string? owner = arguments.FindString(name);
        return owner is null || OwnerText.IsValid(owner)
            ? owner
            : throw session.Fail(GraphDiagnosticCodes.InvalidOwner, $"'{owner}' is no user[:group]", arguments.PlaceOf(name));
    }

    private static int? Mode(Arguments arguments) =>
        arguments.Parse<int>("mode", ModeText.TryParse, GraphDiagnosticCodes.InvalidMode, "mode in octal such as \"0755\"");

    private static Digest? DigestOf(Arguments arguments) =>
        arguments.Parse("digest", (string text, out Digest digest) => Digest.TryParse(text, out digest) && digest.Algorithm == "sha256", GraphDiagnosticCodes.InvalidDigest, "digest such as sha256:<64 hexadecimal digits>");

    private object TemplateValue(object value, SourceSpan place) => value switch
    {
        string or long or bool => value,
        ListValue list => list.Items.Select(item => TemplateValue(item, place)).ToArray(),
        _ => throw expressions.Text.Unfit(value, "a string, an int, a bool or a list of them", place),
    };
}
