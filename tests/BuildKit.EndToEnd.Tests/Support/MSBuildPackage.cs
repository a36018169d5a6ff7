namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>The package <c>BuildKit.MSBuild</c>, packed and extracted once for a workshop.</summary>
public static class MSBuildPackage
{
    /// <summary>Has MSBuild build the images of a project or solution, with the package's targets behind those of each project: it is in no registry of packages that a restore could ask.</summary>
    public static async Task<CommandResult> BuildAsync(Workshop workshop, string folder, string project, params IEnumerable<string> more)
    {
        string package = Path.Combine(workshop.Folder, "msbuild");
        string targets = Path.Combine(package, "files", "build", "BuildKit.MSBuild.targets");
        if (!File.Exists(targets))
        {
            (await new Command("dotnet", "pack", Path.Combine(RepositoryFolder.Root, "src", "BuildKit.MSBuild"), "--no-build", "--configuration", "Release", "--output", package)
                .In(workshop.Folder).RunAsync()).ShouldExit(0);
            (await new Command("/bin/sh", "-ec", "python3 -m zipfile --extract *.nupkg files").In(package).RunAsync()).ShouldExit(0);
        }

        return await new Command("dotnet", [
            "build", project, "-t:BuildImage", $"-p:CustomAfterMicrosoftCommonTargets={targets}", $"-p:BuildKitCommand={Repository.Tool}", $"-p:BuildKitParameters=family={workshop.Family}", "--nologo", .. more,
        ]).In(folder).With("BUILDKIT_HOME", workshop.Store).RunAsync();
    }
}
