using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Facts;
using BuildKit.Language.Diagnostics;
using BuildKit.Language.Text;

namespace BuildKit.Graph.Evaluation.Expressions;

/// <summary>The functions that ask for .NET projects, and for the images of .NET that go with them.</summary>
internal sealed class ProjectCalls(EvaluationSession session, ExpressionEvaluator expressions)
{
    internal object Evaluate(string name, Arguments arguments)
    {
        if (name == "DotNet.Projects")
        {
            string solution = arguments.String("solution");
            return ListValue.Of(session.Ask(arguments.PlaceOf("solution"), facts => facts.ResolveSolution(solution)));
        }

        if (name is "DotNet.Runtime" or "DotNet.Sdk")
        {
            return Image(name == "DotNet.Sdk", arguments);
        }

        var query = new ProjectQuery(arguments.String("path"), Properties(arguments));
        return session.Ask(arguments.PlaceOf("path"), facts => facts.ResolveProject(query));
    }

    private DotNetBaseValue Image(bool isSdk, Arguments arguments)
    {
        SourceSpan place = arguments.PlaceOf("project");
        object value = arguments.Value("project");
        DotNetProject project = value as DotNetProject ?? throw expressions.Text.Unfit(value, "a .NET project", place);
        string? family = arguments.FindString("family")?.TrimEnd('/');
        string? variant = arguments.FindString("variant");
        return isSdk
            ? Sdk(session, project, family, variant, place)
            : new DotNetBaseValue(project, IsSdk: false, RuntimeVersion(project, place), family ?? DotNetBaseValue.MicrosoftFamily, variant);
    }

    /// <summary>The image that a project is built with.</summary>
    /// <param name="family">Null: Microsoft's.</param>
    /// <param name="variant">Null: by the project.</param>
    internal static DotNetBaseValue Sdk(EvaluationSession session, DotNetProject project, string? family, string? variant, SourceSpan place) =>
        new(project, IsSdk: true, SdkVersion(session, project, place), family ?? DotNetBaseValue.MicrosoftFamily, variant);

    private static Version SdkVersion(EvaluationSession session, DotNetProject project, SourceSpan place) => DotNetReference.SdkVersion(project) ?? throw session.Fail(
        GraphDiagnosticCodes.NoDotNetImage, $"nothing says which SDK builds {project.Path}, which is for {project.TargetFramework}", place,
        new Note($"Name it in global.json, or write the base yourself: \"{DotNetBaseValue.MicrosoftFamily}/sdk:10.0\"."));

    private Version RuntimeVersion(DotNetProject project, SourceSpan place)
    {
        if (project.OutputType is not ("Exe" or "WinExe"))
        {
            throw session.Fail(
                GraphDiagnosticCodes.ProjectNotRunnable, $"{project.Path} is a library, and there is nothing in it that a base could run", place,
                new Note("Name the project whose OutputType is Exe, or write the base yourself."));
        }

        return FrameworkName.TryParse(project.TargetFramework, out Version version, out string system) && system.Length == 0 ? version : throw session.Fail(
            GraphDiagnosticCodes.NoDotNetImage, $"{project.Path} is for {project.TargetFramework}, and there is no Linux image of that", place,
            new Note("Build it for a framework such as net10.0, which 'framework:' of DotNet.Project chooses where it has several, or write the base yourself."));
    }

    private ImmutableSortedDictionary<string, string> Properties(Arguments arguments)
    {
        // MSBuild's names of properties differ by more than case.
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object value) in (arguments.Find("properties") as ObjectValue)?.Properties ?? [])
        {
            SourceSpan place = arguments.PlaceOf("properties");
            properties[name] = expressions.Text.Of(value, place);
        }

        properties["Configuration"] = arguments.FindString("configuration") ?? properties.GetValueOrDefault("Configuration", "Release");
        if (arguments.FindString("framework") is { } framework)
        {
            properties["TargetFramework"] = framework;
        }

        return properties.ToImmutable();
    }
}
