using System.Collections.Immutable;
using System.Globalization;
using BuildKit.Engine.Execution;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Publishing;

/// <summary>Publishes in a temporary folder and makes a layer of what came out.</summary>
internal sealed class HostPublisher(LocalStore store, HostSdk sdk)
{
    // What MSBuild, NuGet and the compilers look for in all folders above a project; above the files of the step nobody's are to be found.
    private static readonly (string Name, string Text)[] Ends =
    [
        ("Directory.Build.props", "<Project />"), ("Directory.Build.targets", "<Project />"), ("Directory.Packages.props", "<Project />"), ("Directory.Solution.props", "<Project />"),
        ("Directory.Solution.targets", "<Project />"), ("Directory.Build.rsp", ""), (".editorconfig", "root = true\n"),
    ];

    internal async Task<LayerCommit?> PublishAsync(HostPublishStep step, StepResult parent, RunOutput output, CancellationToken ct)
    {
        string above = store.Temporary.NewFolder("publish");
        string compiler = $"buildkit-{Guid.NewGuid():N}";
        try
        {
            foreach ((string name, string text) in Ends)
            {
                await File.WriteAllTextAsync(Path.Combine(above, name), text, ct);
            }

            string folder = Path.Combine(above, "root");
            await new TreeFiles(store.Snapshots, parent).WriteAsync(folder, ct);
            foreach (ImmutableArray<string> command in step.Commands)
            {
                int code = await sdk.RunAsync(step.Sdk, command.Select(argument => Placed(argument, folder).Replace(HostPublishStep.Compiler, compiler, StringComparison.Ordinal)), folder, output, ct);
                if (code != 0)
                {
                    throw new CommandFailedException(
                        ExecutionErrorCodes.CommandFailed, $"dotnet {command[0]} exited with code {code.ToString(CultureInfo.InvariantCulture)}.", "Look at its last output.", code, output.Last);
                }
            }

            ChangeSet changes = PublishedFiles.Of(folder, step.Output.Select(LayerPath.Parse), parent.Tree);
            return await store.Snapshots.CommitAsync(changes, ct);
        }
        finally
        {
            await sdk.EndCompilerAsync(step.Sdk, compiler, above);
            SnapshotStore.RemoveTree(above);
        }
    }

    // In a property MSBuild takes ; and , for the start of the next one, and % for an escape.
    private static string Placed(string argument, string folder) => argument.Replace(
        HostPublishStep.Folder,
        !argument.StartsWith("-p:", StringComparison.Ordinal)
            ? folder
            : folder.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal),
        StringComparison.Ordinal);
}
