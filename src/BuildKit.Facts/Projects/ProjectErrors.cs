using BuildKit.Facts.Projects.Wire;
using BuildKit.Graph;
using BuildKit.Oci;

namespace BuildKit.Facts.Projects;

/// <summary>What is said where a project cannot be evaluated; the advice is what MSBuild says of the place.</summary>
internal static class ProjectErrors
{
    internal static BuildKitException Of(EvaluationError error, string project, ContextPaths paths) => error.Kind switch
    {
        "sdk" => new BuildKitException(GraphDiagnosticCodes.NoSdk, $"no .NET SDK can evaluate {project}: {error.Message}", "Install the SDK that the project asks for (https://dot.net), or change its global.json."),
        "framework" => new SeveralFrameworksException(project, [.. error.Message.Split(';')]),
        _ => new BuildKitException(GraphDiagnosticCodes.ProjectEvaluation, $"{project} cannot be evaluated: {error.Message}", Place(error, paths)),
    };

    internal static BuildKitException Outside(string project, string reference) => new(
        GraphDiagnosticCodes.NoProject, $"{project} refers to '{reference}', which lies outside of the context", "Give a context that holds both: --context DIR.");

    private static string? Place(EvaluationError error, ContextPaths paths)
    {
        if (error.File.Length == 0)
        {
            return error.Code.Length > 0 ? $"MSBuild calls it {error.Code}." : null;
        }

        string file = paths.Relative(error.File) ?? error.File;
        string place = error.Line > 0 ? $"{file}({error.Line},{Math.Max(error.Column, 1)})" : file;
        return error.Code.Length > 0 ? $"{place}: {error.Code}" : place;
    }
}
