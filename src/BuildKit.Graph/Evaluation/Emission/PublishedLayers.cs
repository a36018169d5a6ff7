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
                new FileSelection([PublishedParts.FolderOf(part)], [], Parents: false), fromRoot ? "/" : "./", Owner: null, Mode: null)
            {
                IsNormalized = true,
            };
        }
    }

    private StepRef Files(Arguments arguments, StageBody body, PublishCommands commands, string folder)
    {
        if (session.Ask(arguments.Place, facts => facts.PublishesOnHost))
        {
            return OnHost(arguments, body, commands, folder);
        }

        // The linkers of SDKs make programs of their own platform only; all else is published for any.
        Platform platform = commands.Project.IsAot ? body.Platform : session.Ask(arguments.Place, facts => facts.BuildPlatform);
        string name = NameOf(body, commands);
        StepRef sdk = stages.Base(Sdk(arguments, body, commands), new StageBody(name, platform, arguments.Place), arguments.PlaceOf("sdk"));
        ImmutableArray<string> words = ["dotnet", .. Words(commands, "", folder)];
        var key = (name, sdk, string.Join('\0', words));
        if (!published.TryGetValue(key, out StepRef last))
        {
            var hidden = new StageBody(name, stages.Steps[sdk].Platform, arguments.Place) { Head = sdk };
            stages.Append(hidden, Steps(arguments, hidden, commands, words));
            published.Add(key, last = FileSteps.Parent(hidden));
        }

        return last;
    }

    // An SDK of this machine works on the same files in the same places below a folder, which it is told to take for the root wherever it writes a place down.
    private StepRef OnHost(Arguments arguments, StageBody body, PublishCommands commands, string folder)
    {
        Platform platform = session.Ask(arguments.Place, facts => facts.BuildPlatform);
        string name = NameOf(body, commands);
        PublishCommands placed = commands with { Source = HostPublishStep.Folder + commands.Source };
        ImmutableArray<string> publish =
        [
            .. Words(placed, HostPublishStep.Folder, folder), $"-p:PathMap={HostPublishStep.Folder}{commands.Source}={commands.Source}",
            $"-p:SharedCompilationId={HostPublishStep.Compiler}", // That of all others would outlive the step.
        ];
        var key = (name, default(StepRef), string.Join('\0', publish));
        if (!published.TryGetValue(key, out StepRef last))
        {
            var hidden = new StageBody(name, platform, arguments.Place);
            stages.Append(hidden, StepsOnHost());
            published.Add(key, last = FileSteps.Parent(hidden));

            IEnumerable<Step> StepsOnHost()
            {
                yield return new ScratchStep(arguments.Place, name, platform);
                yield return PublishSteps.Copy(arguments, hidden, commands.Project.RestoreFiles, commands.Source);
                yield return PublishSteps.Copy(arguments, hidden, ProjectProperties.SourcesOf(commands.Project), commands.Source);
                yield return SortingTarget(arguments, hidden);
                yield return new HostPublishStep(
                    arguments.Place, name, platform, FileSteps.Parent(hidden), commands.Project.Path, commands.Project.EvaluatedBy, [[.. placed.Restore().Skip(1)], publish],
                    [.. PublishedParts.InOrder.Select(PublishedParts.FolderOf)]);
            }
        }

        return last;
    }

    private static string NameOf(StageBody body, PublishCommands commands) =>
        $"{body.Name} {commands.Project.Path[(commands.Project.Path.LastIndexOf('/') + 1)..]}{(commands.Runtime is null ? "" : " " + commands.Runtime)}";

    // Without the name of the program.
    private static ImmutableArray<string> Words(PublishCommands commands, string root, string folder) =>
    [
        .. commands.Publish($"{root}{PublishedParts.FolderOf(PublishedParts.App)}/{folder}").Skip(1), $"-p:MSBuildUserExtensionsPath={root}{PublishedParts.Root}",
        "-target:Publish", $"-target:{PublishedParts.Target}",
    ];

    private static WriteStep SortingTarget(Arguments arguments, StageBody body) => new(
        arguments.Place, body.Name, body.Platform, FileSteps.Parent(body), PublishedParts.TargetsFile, PublishedParts.Targets, Owner: null, Mode: null);

    private static IEnumerable<Step> Steps(Arguments arguments, StageBody body, PublishCommands commands, ImmutableArray<string> words)
    {
        foreach (Step step in PublishSteps.Restored(arguments, body, commands))
        {
            yield return step;
        }

        yield return SortingTarget(arguments, body);
        yield return PublishSteps.Published(arguments, body, commands, words);
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
