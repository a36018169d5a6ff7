using Microsoft.Build.Framework;

namespace BuildKit.MSBuild.Tasks;

/// <summary>Chooses the images that a project builds.</summary>
public sealed class ChooseImages : ITask
{
    /// <inheritdoc />
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc />
    public ITaskHost? HostObject { get; set; }

    /// <summary>The project's full path.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The Buildfile's full path; empty where there is none.</summary>
    public string? Buildfile { get; set; }

    /// <summary>The build context's full path; empty for the Buildfile's folder.</summary>
    public string? Context { get; set; }

    /// <summary>The targets that the project names; empty where it names none.</summary>
    public string[]? Targets { get; set; }

    /// <summary>The images of the Buildfile.</summary>
    public ITaskItem[]? Declared { get; set; }

    /// <summary>Whether the project is built as one of a solution, where most projects have no image and need not say so.</summary>
    public bool IsSolution { get; set; }

    /// <summary>The images chosen.</summary>
    [Output]
    public ITaskItem[] Images { get; private set; } = [];

    /// <inheritdoc />
    public bool Execute()
    {
        DeclaredImage[] declared = [.. (Declared ?? []).Select(DeclaredImage.Of)];
        IReadOnlyList<DeclaredImage> chosen =
            Targets is { Length: > 0 } ? [.. Targets.Select(name => Named(declared, name))]
            : string.IsNullOrEmpty(Buildfile) ? []
            : ProjectImages.Of(declared, Project, Buildfile, string.IsNullOrEmpty(Context) ? Path.GetDirectoryName(Buildfile)! : Context);
        Images = [.. chosen.Select(image => image.ToItem())];
        if (chosen.Count == 0)
        {
            var log = new TaskLog(BuildEngine, Project);
            string why = string.IsNullOrEmpty(Buildfile)
                ? "There is no Buildfile in the project's folder or above it. Write one, or name it: BuildKitBuildfile."
                : $"No image of {Buildfile} publishes the project or is named like it. Name its images: BuildKitTargets.";
            if (IsSolution)
            {
                log.Detail(why);
            }
            else
            {
                log.Warning(MSBuildErrorCodes.NoImage, why);
            }
        }

        return true;
    }

    // One that is unknown is passed on, since the tool says best what is wrong with it.
    private static DeclaredImage Named(DeclaredImage[] declared, string name) =>
        declared.FirstOrDefault(image => string.Equals(image.Target, name, StringComparison.OrdinalIgnoreCase) || image.Name == name) ?? new DeclaredImage(name, name, "");
}
