using System.Collections.Immutable;
using BuildKit.Graph.Evaluation.Texts;
using BuildKit.Graph.Facts;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>The command lines that restore, build and publish a project.</summary>
/// <param name="Project">What is built or published.</param>
/// <param name="Source">The folder of the sources, without a slash at its end.</param>
/// <param name="Runtime">The runtime identifier; null where what comes out runs on every platform.</param>
internal sealed record PublishCommands(DotNetProject Project, string Source, string? Runtime)
{
    private string[] RuntimeOption => Runtime is null ? [] : ["--runtime", Runtime];

    private string Path => $"{Source}/{Project.Path}";

    /// <param name="isMusl">Whether what is published runs where the C library is musl, whatever the project names.</param>
    internal static PublishCommands For(DotNetProject project, string source, Platform platform, bool isMusl) => new(
        project, source,
        !project.IsSelfContained && !project.IsSingleFile && !project.IsReadyToRun ? null
        : isMusl ? RuntimeIdentifier.ForMusl(platform, project.RuntimeIdentifiers) : RuntimeIdentifier.For(platform, project.RuntimeIdentifiers));

    internal ImmutableArray<string> Restore() =>
        ["dotnet", "restore", Path, .. RuntimeOption, .. Project.RestoreFiles.Contains(LockFile()) ? ["--locked-mode"] : Array.Empty<string>(), .. Properties(isRestore: true)];

    internal ImmutableArray<string> Publish(string output) =>
        ["dotnet", "publish", Path, "--no-restore", "--output", output, .. RuntimeOption, .. Properties(isRestore: false)];

    /// <summary>Builds what is restored, as it is and not to be published.</summary>
    internal ImmutableArray<string> Build() => ["dotnet", "build", Path, "--no-restore", .. PropertiesOf(Project, isRestore: false)];

    /// <summary>The properties that a project was evaluated with, as options of <c>dotnet</c>.</summary>
    internal static IEnumerable<string> PropertiesOf(DotNetProject project, bool isRestore)
    {
        foreach ((string name, string value) in project.Properties)
        {
            // A framework that is chosen for the project is none that its references must have.
            if (!name.Equals("TargetFramework", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"-p:{name}={Escaped(value)}";
            }
            else if (!isRestore)
            {
                yield return $"--framework={value}";
            }
        }
    }

    private IEnumerable<string> Properties(bool isRestore)
    {
        IEnumerable<string> own = PropertiesOf(Project, isRestore);
        return isRestore ? own : [.. own, "-p:ContinuousIntegrationBuild=true", .. Runtime is null ? ["-p:UseAppHost=false"] : Array.Empty<string>()];
    }

    // On a command line MSBuild takes ; and , for the start of the next property, and % for an escape.
    private static string Escaped(string value) =>
        value.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private string LockFile() =>
        Project.Path.LastIndexOf('/') is >= 0 and var slash ? Project.Path[..(slash + 1)] + "packages.lock.json" : "packages.lock.json";
}
