using System.Text.Json;

namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A generated solution of 30 projects with central package management, as it was first and built, and a <c>dotnet</c> that notes each evaluation.</summary>
public sealed class GeneratedSolution(Workshop workshop) : IAsyncLifetime
{
    private string Notes => Path.Combine(workshop.Folder, "evaluations");

    private string Host => Path.Combine(workshop.Folder, "dotnet-that-notes");

    /// <summary>Where the solution is.</summary>
    public string Folder => Path.Combine(workshop.Folder, "solution");

    /// <summary>The arguments that name the bases.</summary>
    public string[] Bases => workshop.Bases;

    /// <summary>How many projects MSBuild was asked for so far.</summary>
    public int Evaluations => File.Exists(Notes) ? File.ReadAllLines(Notes).Length : 0;

    public async ValueTask InitializeAsync()
    {
        (await new Command(Path.Combine(RepositoryFolder.Root, "tests", "BuildKit.Benchmarks", "dotnet", "solution.sh"), Folder, "30").RunAsync()).ShouldExit(0);
        string dotnet = (await new Command("/bin/sh", "-c", "command -v dotnet").RunAsync()).ShouldExit(0).Output.Trim();
        await File.WriteAllTextAsync(Host, $"#!/bin/sh\necho \"$@\" >>'{Notes}'\nDOTNET_HOST_PATH='{dotnet}' exec '{dotnet}' \"$@\"\n", TestContext.Current.CancellationToken);
        (await new Command("chmod", "755", Host).RunAsync()).ShouldExit(0);
        await BuildAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Builds the solution's image.</summary>
    public async Task<BuildRun> BuildAsync(params string[] more) => BuildRun.Read(await RunAsync(["build", "--progress", "json", .. Bases, .. more]));

    /// <summary>The steps of a plan, as <c>plan --json</c> has them.</summary>
    public async Task<JsonElement[]> PlanAsync()
    {
        using JsonDocument plan = JsonDocument.Parse((await RunAsync(["plan", "--json", .. Bases])).Output);
        return [.. plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.Clone())];
    }

    /// <summary>The digests of the image's layers, by the step that made each.</summary>
    public async Task<Dictionary<string, string>> LayersAsync()
    {
        using JsonDocument image = JsonDocument.Parse((await RunAsync("inspect", "app")).Output);
        JsonElement platform = image.RootElement.GetProperty("platforms")[0];
        return platform.GetProperty("history").EnumerateArray().Where(entry => !entry.TryGetProperty("empty_layer", out _))
            .Zip(platform.GetProperty("layers").EnumerateArray())
            .ToDictionary(pair => pair.First.GetProperty("created_by").GetString()!, pair => pair.Second.GetProperty("digest").GetString()!);
    }

    /// <summary>The tool in the solution's folder.</summary>
    public Command BuildKit(params IEnumerable<string> arguments) => Workshop.BuildKit(workshop.Store, arguments).In(Folder).With("DOTNET_HOST_PATH", Host);

    private async Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => (await BuildKit(arguments).RunAsync()).ShouldExit(0);
}
