using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Building;

public sealed class HostPublishTests : IDisposable
{
    private readonly ToolFolder folder = new();

    public HostPublishTests()
    {
        folder.Write("Buildfile", """
            var app = DotNet.Project("src/App.csproj");
            image App from scratch { Publish(app, to: "/app"); }
            """);
        folder.Write("src/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        folder.Write("src/Program.cs", "System.Console.WriteLine(1);");

        // Above the files that the step works on; in a container it is not there either.
        folder.Environment["BUILDKIT_HOME"] = Path.Combine(folder.Home, "store");
        File.WriteAllText(Path.Combine(folder.Home, "Directory.Build.props"), "<Project><Broken /></Project>");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Without_a_container_a_project_is_published_and_a_mistake_in_it_is_shown_as_the_compiler_says_it()
    {
        ToolResult built = await BuildAsync("--progress", "plain");
        Assert.Equal((0, true), (built.ExitCode, built.Output.Contains("app:latest", StringComparison.Ordinal) || built.Error.Contains("app:latest", StringComparison.Ordinal)));

        folder.Write("src/Program.cs", "System.Console.WriteLine(one);");
        ToolResult wrong = await BuildAsync();
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Buildfile(2,26): error BK4204: dotnet publish exited with code 1.", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("Program.cs(1,26): error CS0103", wrong.Error, StringComparison.Ordinal);

        // The evaluation is remembered, and the SDK that it was made with is gone.
        string elsewhere = Directory.CreateDirectory(Path.Combine(folder.Home, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "dotnet"), "");
        folder.Environment["DOTNET_HOST_PATH"] = Path.Combine(elsewhere, "dotnet");
        ToolResult missing = await BuildAsync();
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("error BK4114: The .NET SDK ", missing.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Home, "store", "tmp")));
    }

    private Task<ToolResult> BuildAsync(params string[] more) => folder.RunAsync(["build", "--dotnet", "host", .. more]);
}
