using BuildKit.Cli.Tests.Processes;

namespace BuildKit.Cli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly ToolFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_folder_of_a_solution_gets_an_image_for_each_project_that_runs()
    {
        const string web = "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>";
        const string library = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks></PropertyGroup></Project>";
        folder.Write("Shop.slnx", "<Solution><Project Path=\"src/Shop.Api/Shop.Api.csproj\" /><Project Path=\"src/Shop.Core/Shop.Core.csproj\" /><Project Path=\"src/Bad/Bad.csproj\" /></Solution>");
        folder.Write("src/Shop.Api/Shop.Api.csproj", web);
        folder.Write("src/Shop.Core/Shop.Core.csproj", library);
        folder.Write("src/Bad/Bad.csproj", "<Project>");

        ToolResult result = await folder.RunAsync("init");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("Buildfile has one image:\n  Api  src/Shop.Api/Shop.Api.csproj\nLeft out: src/Bad/Bad.csproj (BK2570: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Next: 'buildkit build', then 'buildkit run Api'.\n", result.Output, StringComparison.Ordinal);

        // Neither makes a store, and the command behind them can.
        Assert.Equal(0, (await folder.RunAsync("plan")).ExitCode);
        Assert.False(Directory.Exists(folder.Store));
        ToolResult graph = await folder.RunAsync("graph", "--format", "json");
        Assert.Equal((0, ""), (graph.ExitCode, graph.Error));
        Assert.Contains("mcr.microsoft.com/dotnet/aspnet:10.0", graph.Output, StringComparison.Ordinal);
        Assert.Contains("/app/Shop.Api.dll", graph.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Buildfile_that_is_there_stays_unless_it_is_said_to_go()
    {
        string path = folder.Write("Buildfile", "image X from scratch { }");
        ToolResult refused = await folder.RunAsync("init");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error BK4316: There is a Buildfile in this folder.", refused.Error, StringComparison.Ordinal);
        Assert.Equal("image X from scratch { }", File.ReadAllText(path));

        ToolResult forced = await folder.RunAsync("init", "--force");
        Assert.Equal((0, "Buildfile has one image:\n  Work  the files of this folder\nNext: 'buildkit build', then 'buildkit run Work'.\n"), (forced.ExitCode, forced.Output));
        Assert.Contains("image Work from base", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_of_bases_stands_in_the_Buildfile_and_the_images_are_on_it()
    {
        folder.Write("Tool.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup></Project>");
        ToolResult result = await folder.RunAsync("init", "--family", "registry.example.com:5000/dotnet/");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        ToolResult graph = await folder.RunAsync("graph", "--format", "json");
        Assert.Equal((0, ""), (graph.ExitCode, graph.Error));
        Assert.Contains("registry.example.com:5000/dotnet/runtime:10.0", graph.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://registry.example.com/dotnet", "An image's name is [HOST[:PORT]/]PATH[:TAG][@DIGEST], in lower case.")]
    [InlineData("Registry.Example.com/DotNet", "An image's name is [HOST[:PORT]/]PATH[:TAG][@DIGEST], in lower case.")]
    [InlineData("registry.example.com/dotnet:10.0", "--family 'registry.example.com/dotnet:10.0' has a tag or a digest")]
    [InlineData("/", "--family is given without an address.")]
    [InlineData("", "--family is given without an address.")]
    [InlineData("registry.example.com/dotnet", "--family is for the bases of .NET projects, and this folder has none that can be run.")]
    public async Task A_family_that_is_no_address_or_has_no_use_is_refused_and_nothing_is_written(string family, string message)
    {
        ToolResult result = await folder.RunAsync("init", "--family", family);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error BK4301: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Folder, "Buildfile")));
    }
}
