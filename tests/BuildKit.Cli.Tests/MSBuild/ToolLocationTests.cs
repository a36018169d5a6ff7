using BuildKit.MSBuild.Tool;

namespace BuildKit.Cli.Tests.MSBuild;

/// <summary>Where the package finds the tool.</summary>
public sealed class ToolLocationTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("buildkit-location-").FullName;
    private readonly Dictionary<string, string> environment = [];

    [Fact]
    public void A_manifest_above_the_project_comes_before_PATH_and_PATH_before_the_users_own_tools()
    {
        string project = Directory.CreateDirectory(Path.Combine(root, "src", "Api")).FullName;
        environment["HOME"] = Path.Combine(root, "home");
        Assert.Null(Find(null, project));

        string own = Write("home/.dotnet/tools/buildkit", "");
        Assert.Equal(own, Find(null, project)!.Program);

        string found = Write("bin/buildkit", "");
        environment["PATH"] = $"/nowhere:{Path.GetDirectoryName(found)}";
        Assert.Equal(found, Find(null, project)!.Program);

        Write("src/.config/dotnet-tools.json", """{ "version": 1, "isRoot": false, "tools": { } }""");
        Write("dotnet-tools.json", """{ "version": 1, "isRoot": true, "tools": { "buildkit": { "version": "0.1.0", "commands": ["buildkit"] } } }""");
        Assert.Equal("dotnet buildkit", Line(Find(null, project)));

        Write("src/.config/dotnet-tools.json", """{ "version": 1, "isRoot": true, "tools": { } }""");
        Assert.Equal(found, Find(null, project)!.Program);
    }

    [Fact]
    public void The_tool_that_is_named_is_the_one()
    {
        string dll = Write("tool/buildkit.dll", "");
        environment["PATH"] = Path.GetDirectoryName(dll)!;
        Assert.Equal($"dotnet {dll}", Line(Find(dll, root)));
        Assert.Equal($"dotnet {dll}", Line(Find("buildkit.dll", root)));
        Assert.Null(Find("/nowhere/buildkit", root));
    }

    [Theory]
    [InlineData("buildkit 0.1.0", "0.2.0", true)]
    [InlineData("buildkit 0.9.0", "0.10.0-preview.1", true)]
    [InlineData("buildkit 0.2.0-preview.1", "0.2.0", false)]
    [InlineData("buildkit 1.0.0+abc", "0.2.0", false)]
    [InlineData("hello", "0.2.0", false)]
    public void An_older_tool_is_known_by_its_version(string tool, string package, bool older) => Assert.Equal(older, VersionOrder.IsOlder(tool, package));

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Line(ToolLocation? tool) => string.Join(' ', (string[])[tool!.Program, .. tool.Prefix]);

    private ToolLocation? Find(string? command, string directory) => ToolLocation.Find(command, directory, environment.GetValueOrDefault);

    private string Write(string path, string content)
    {
        string file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }
}
