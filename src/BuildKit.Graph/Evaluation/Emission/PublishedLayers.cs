using System.Collections.Immutable;
using BuildKit.Graph.Configuration;
using BuildKit.Graph.Evaluation.Expressions;
using BuildKit.Graph.Evaluation.Stages;
using BuildKit.Graph.Evaluation.Values;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>
/// <c>Publish</c> in an image: a stage that nobody declared publishes on the SDK, and the image takes the files from it in parts, each a layer, those first that change least.
/// What is published for every platform is published once for all of them.
/// </summary>
internal sealed class PublishedLayers(EvaluationSession session, StageResolver stages)
{
    private readonly Dictionary<(string Scope, StepRef Base, string Words), StepRef> published = [];

    internal IEnumerable<Step> Publish(Arguments arguments, StageBody body, PublishCommands commands, string to)
    {
        bool fromRoot = to.StartsWith('/');
        string folder = fromRoot ? ImagePath.Resolve(null, to)[1..] : Below(arguments, to);
        StepRef files = Files(arguments, body, commands, folder);
        foreach (string part in PublishedParts.InOrder)
        {
            // The parts hold the folder itself, and are copied to what is there in any case: so one without files gives no layer.
            yield return new CopyStep(
                arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), new StepSource(files),
                new FileSelection([PublishedParts.FolderOf(part)], [], Parents: false), fromRoot ? "/" : "./", Owner: null, Mode: null);
        }
    }

    private StepRef Files(Arguments arguments, StageBody body, PublishCommands commands, string folder)
    {
        // The linkers of SDKs make programs of their own platform only; all else is published for any.
        Platform platform = commands.Project.IsAot ? body.Platform : session.Ask(arguments.Place, facts => facts.BuildPlatform);
        string name = $"{body.Name} {commands.Project.Path[(commands.Project.Path.LastIndexOf('/') + 1)..]}{(commands.Runtime is null ? "" : " " + commands.Runtime)}";
        StepRef sdk = stages.Base(Sdk(arguments, body, commands), new StageBody(name, platform, arguments.Place), arguments.PlaceOf("sdk"));
        ImmutableArray<string> words =
        [
            .. commands.Publish($"{PublishedParts.FolderOf(PublishedParts.App)}/{folder}"), $"-p:MSBuildUserExtensionsPath={PublishedParts.Root}",
            "-target:Publish", $"-target:{PublishedParts.Target}",
        ];
        var key = (name, sdk, string.Join('\0', words));
        if (!published.TryGetValue(key, out StepRef last))
        {
            var hidden = new StageBody(name, stages.Steps[sdk].Platform, arguments.Place) { Head = sdk };
            stages.Append(hidden, Steps(arguments, hidden, commands, words));
            published.Add(key, last = FileSteps.Parent(hidden));
        }

        return last;
    }

    private static IEnumerable<Step> Steps(Arguments arguments, StageBody body, PublishCommands commands, ImmutableArray<string> words)
    {
        foreach (Step step in PublishSteps.Restored(arguments, body, commands))
        {
            yield return step;
        }

        yield return new WriteStep(
            arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), PublishedParts.TargetsFile, PublishedParts.Targets, Owner: null, Mode: null);
        yield return PublishSteps.Published(arguments, body, words);
    }

    private object Sdk(Arguments arguments, StageBody body, PublishCommands commands) => arguments.Find("sdk")
        ?? ProjectCalls.Sdk(session, commands.Project, (body.Base as DotNetBaseValue)?.Family, variant: null, arguments.PlaceOf("project"));

    private string Below(Arguments arguments, string to)
    {
        int depth = 0;
        foreach (string part in to.Split('/'))
        {
            depth += part switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                throw session.Fail(
                    GraphDiagnosticCodes.InvalidPath, $"'{to}' leads out of the working directory; write the folder of the published files from the root", arguments.PlaceOf("to"));
            }
        }

        return ImagePath.Resolve(null, to)[1..];
    }
}
