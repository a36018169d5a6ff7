using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>A machine without .NET: neither variables nor the PATH lead to a <c>dotnet</c>.</summary>
[Trait("Form", "either")]
public sealed class NoSdkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("buildkit-no-sdk-");

    public void Dispose() => new Command(Path.Combine(RepositoryFolder.Root, "tests", "remove.sh"), folder.FullName).RunAsync().GetAwaiter().GetResult();

    [Fact]
    public async Task A_Buildfile_that_needs_no_SDK_is_built()
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "busybox-static is not installed");
        File.Copy("/bin/busybox", Path.Combine(folder.FullName, "busybox"));
        CommandResult built = await BuildAsync("""
            image Files from scratch
            {
                Copy("busybox", to: "/bin/busybox");
                Exec("/bin/busybox", "touch", "/made");
            }
            """);

        Assert.StartsWith("sha256:", built.ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("container")]
    [InlineData("host")]
    public async Task A_Buildfile_of_a_project_is_told_at_its_line_what_is_missing(string publisher)
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "src"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "src", "Api.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />", TestContext.Current.CancellationToken);
        CommandResult failed = await BuildAsync("""
            // A service.
            var api = DotNet.Project("src/Api.csproj");
            image Api from DotNet.Runtime(api) { Publish(api, to: "/app"); }
            """, "--dotnet", publisher);

        failed.ShouldExit(3);
        Assert.StartsWith(
            "Buildfile(2,26): error BK2571: a .NET project is evaluated by the .NET SDK, and there is no 'dotnet' on the PATH", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Install the SDK (https://dot.net), or set DOTNET_ROOT to its folder.", failed.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was run.\n", failed.Error, StringComparison.Ordinal);
    }

    private async Task<CommandResult> BuildAsync(string buildfile, params string[] more)
    {
        string programs = Directory.CreateDirectory(Path.Combine(folder.FullName, "programs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Buildfile"), buildfile, TestContext.Current.CancellationToken);
        return await Workshop.BuildKit(Path.Combine(folder.FullName, "store"), ["build", "--quiet", .. more])
            .In(folder.FullName).With("PATH", programs).With("DOTNET_ROOT", null).With("DOTNET_HOST_PATH", null).RunAsync();
    }
}
