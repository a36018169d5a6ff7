using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary>
/// Finds the Buildfile of a project: the nearest one from the project's folder upwards, not beyond the root of its repository; outside of a repository not beyond the folder of
/// its solution. Makes paths full that a project writes relative to itself.
/// </summary>
public sealed class ResolveBuildfile : ITask
{
    private const string Name = "Buildfile";

    /// <inheritdoc />
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc />
    public ITaskHost? HostObject { get; set; }

    /// <summary>The project's full path.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The Buildfile that is named, if one is.</summary>
    public string? Buildfile { get; set; }

    /// <summary>The build context that is named, if one is.</summary>
    public string? Context { get; set; }

    /// <summary>The tool that is named, if one is.</summary>
    public string? Command { get; set; }

    /// <summary>The Buildfile's full path; null where there is none.</summary>
    [Output]
    public string? FoundBuildfile { get; private set; }

    /// <summary>The context's full path; null where the Buildfile's folder is it.</summary>
    [Output]
    public string? FoundContext { get; private set; }

    /// <summary>The tool's full path, or its name; null where none is named.</summary>
    [Output]
    public string? FoundCommand { get; private set; }

    /// <inheritdoc />
    public bool Execute()
    {
        string folder = Path.GetDirectoryName(Project) ?? "/";
        FoundBuildfile = string.IsNullOrEmpty(Buildfile) ? FindFrom(folder) : Path.GetFullPath(Buildfile, folder);
        FoundContext = string.IsNullOrEmpty(Context) ? null : Path.GetFullPath(Context, folder);
        FoundCommand = Command?.Contains('/', StringComparison.Ordinal) == true ? Path.GetFullPath(Command, folder) : Command;
        return true;
    }

    private static string? FindFrom(string project)
    {
        bool isInRepository = Above(project).Any(folder => Path.Exists(Path.Combine(folder, ".git")));
        foreach (string folder in Above(project))
        {
            string file = Path.Combine(folder, Name);
            if (File.Exists(file))
            {
                return file;
            }

            if (isInRepository ? Path.Exists(Path.Combine(folder, ".git")) : HasSolution(folder))
            {
                return null;
            }
        }

        return null;
    }

    private static IEnumerable<string> Above(string start)
    {
        for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    private static bool HasSolution(string folder) => Directory.EnumerateFiles(folder, "*.sln*").Any(file => Path.GetExtension(file) is ".sln" or ".slnx");
}
