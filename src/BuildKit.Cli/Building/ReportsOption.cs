using System.CommandLine;
using BuildKit.Cli.Progress;
using BuildKit.Engine.Reports;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci;

namespace BuildKit.Cli.Building;

/// <summary><c>--reports DIR</c>, and what the folders of steps below it are called: <c>Build/step-2</c>.</summary>
internal static class ReportsOption
{
    /// <summary>The option.</summary>
    public static Option<string?> Create() => new("--reports")
    {
        Description = $"Bring out there what the steps name with reports:, also where they succeed or are cached (default: only of a step that fails, to {ReportFolders.DefaultName}).",
        HelpName = "DIR",
    };

    /// <summary>The option's value; null where it is not given.</summary>
    /// <exception cref="BuildKitException">It is no folder (BK4301).</exception>
    public static string? Read(ParseResult arguments, Option<string?> option)
    {
        string? folder = arguments.GetValue(option);
        if (folder is "")
        {
            throw new BuildKitException(CommandLineErrorCodes.Usage, "--reports is given without a folder.", "Give it a folder, or leave it out.");
        }

        return folder is null || !File.Exists(folder)
            ? folder
            : throw new BuildKitException(CommandLineErrorCodes.Usage, $"--reports '{folder}' is a file.", "Give it a folder; one that is missing is made.");
    }

    /// <summary>The folders of a build.</summary>
    /// <param name="folder">The option's value.</param>
    /// <param name="labels">The steps that the targets need.</param>
    public static ReportFolders FoldersOf(string? folder, StepLabels labels) =>
        new(Path.GetFullPath(folder ?? ReportFolders.DefaultName), step => FolderOf(step, labels), OfEveryStep: folder is not null);

    private static string FolderOf(StepRef step, StepLabels labels)
    {
        if (labels.Find(step) is { } label)
        {
            return $"{FileName(label.Scope)}/step-{label.Index}";
        }

        TestTarget test = labels.Graph.Targets.OfType<TestTarget>().First(test => test.Steps.Contains(step));
        return $"{FileName(test.Name)}/step-{test.Steps.IndexOf(step) + 1}";
    }

    // A scope may name its platform, and an image's name may come from a text.
    private static string FileName(string scope)
    {
        string name = string.Concat(scope.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' ? character : '-'));
        return name.Trim('.').Length == 0 ? "-" + name : name;
    }
}
