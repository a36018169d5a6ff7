using System.CommandLine;
using System.Text;
using BuildKit.Cli.Buildfiles;
using BuildKit.Cli.Errors;
using BuildKit.Cli.Hosting;
using BuildKit.Cli.Metadata;
using BuildKit.Cli.Starting;
using BuildKit.Cli.Terminals;
using BuildKit.Oci;

namespace BuildKit.Cli.Commands;

/// <summary><c>buildkit init</c></summary>
internal sealed class InitCommand : ToolCommand
{
    private readonly CommandHost host;
    private readonly Option<bool> force = new("--force") { Description = "Replace the Buildfile that is here." };
    private readonly Option<string?> family = FamilyOption.Create();

    /// <summary>Creates the command.</summary>
    public InitCommand(CommandHost host)
        : base(
            "init",
            "Writes a Buildfile to begin with: an image for each .NET project of this folder that can be run, or one of the folder's files.",
            new CommandExample("buildkit init", "In the folder of a solution"),
            new CommandExample("buildkit init --family registry.example.com/dotnet", "With the bases of a mirror"))
    {
        this.host = host;
        Add(force);
        Add(family);
    }

    /// <inheritdoc />
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken ct)
    {
        string? bases = FamilyOption.Read(arguments, family);
        string folder = Directory.GetCurrentDirectory();
        if (File.Exists(BuildfileOptions.DefaultFile) && !arguments.GetValue(force))
        {
            throw new BuildKitException(CommandLineErrorCodes.BuildfileExists, "There is a Buildfile in this folder.", "'buildkit init --force' replaces it.");
        }

        var facts = ProjectEvaluation.Of(host, folder, ct);
        ProjectSelection projects = ProjectSelection.Of(ProjectSearch.In(folder, facts), facts);
        if (bases is not null && projects.Runnable.IsEmpty)
        {
            throw new BuildKitException(
                CommandLineErrorCodes.Usage,
                $"--family is for the bases of .NET projects, and this folder has none that can be run.{string.Concat(projects.Broken.Select(broken => $" {broken.Path} is left out: {broken.Failure.Message}"))}",
                "Leave it out, or go to the folder of a solution.");
        }

        IReadOnlyList<string> names = projects.Runnable.IsEmpty ? [ProjectNames.OfFolder(folder)] : ProjectNames.Of([.. projects.Runnable.Select(project => project.Path)]);
        string text = projects.Runnable.IsEmpty ? FirstBuildfile.OfFolder(names[0]) : FirstBuildfile.OfProjects(projects.Runnable, names, bases);
        await AtomicFile.WriteAsync(BuildfileOptions.DefaultFile, Encoding.UTF8.GetBytes(text), ct).ConfigureAwait(false);
        Tell(host.Terminal.Output, projects, names);
        return ExitCodes.Success;
    }

    private static void Tell(TextOutput output, ProjectSelection projects, IReadOnlyList<string> names)
    {
        output.Line($"Buildfile has {(names.Count == 1 ? "one image" : $"{names.Count} images")}:");
        for (int i = 0; i < names.Count; i++)
        {
            output.Line($"  {names[i]}  {(projects.Runnable.IsEmpty ? "the files of this folder" : projects.Runnable[i].Path)}");
        }

        foreach ((string path, BuildKitException failure) in projects.Broken)
        {
            output.Line($"Left out: {path} ({failure.Code}: {failure.Message})");
        }

        output.Line($"Next: 'buildkit build', then 'buildkit run {names[0]}'.");
    }
}
