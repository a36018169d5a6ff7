using System.Text.Json;
using BuildKit.Tests.Files;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Processes;

/// <summary>A Git repository with the Buildfile, and three registries.</summary>
internal sealed class Journey : IAsyncDisposable
{
    private const string Buildfile = """
        param string text = "hello";
        image Api from scratch
        {
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            Write("/x", text);
        }

        test Smoke of Api { Exec("/bin/busybox", "grep", "hello", "/x"); }

        environment Dev     { Registry("DEV/dev/api"); }
        environment Staging { After(Dev); Registry("STAGING/staging/api"); Require(Passed(Smoke), CleanSource()); }
        environment Prod    { After(Staging); Registry("PROD/prod/api"); Tag(git.ShortSha); Require(Branch("main")); }

        """;

    private readonly Dictionary<string, RegistryProcess> registries = [];

    private Journey(ToolFolder folder) => Folder = folder;

    public ToolFolder Folder { get; }

    public static async Task<Journey> BeginAsync()
    {
        var journey = new Journey(ToolFolder.WithBusybox());
        string text = Buildfile;
        foreach (string environment in new[] { "Dev", "Staging", "Prod" })
        {
            journey.registries[environment] = await RegistryProcess.StartAsync(new RegistryProcessOptions(), TestContext.Current.CancellationToken);
            text = text.Replace(environment.ToUpperInvariant() + "/", journey.Host(environment) + "/", StringComparison.Ordinal);
        }

        journey.Folder.Write("Buildfile", text);
        await journey.GitAsync("init", "--quiet", "--initial-branch", "main");
        await journey.CommitAsync("first");
        return journey;
    }

    public RegistryProcess Registry(string environment) => registries[environment];

    public string Host(string environment) => registries[environment].Host;

    public Task<ToolResult> RunAsync(params string[] arguments) => Folder.RunAsync(arguments);

    public async Task<ToolResult> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await Folder.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    public async Task<JsonElement[]> StatusAsync()
    {
        string json = (await Folder.RunAsync("status", "--json")).Output;
        SchemaFolder.Ours.Validate("status.schema.json", json);
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("environments").EnumerateArray().Select(environment => environment.Clone())];
    }

    public async Task<string[]> StatesAsync() => [.. (await StatusAsync()).Select(environment => environment.GetProperty("state").GetString()!)];

    public async Task<string> InspectAsync(string environment, string name) =>
        (await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", $"docker://{Host(environment)}/{name}")).Trim();

    public async Task CommitAsync(string message)
    {
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", message);
    }

    public async Task<string> GitAsync(params string[] arguments) => (await Tool.RunAsync("git", ["-C", Folder.Folder, .. arguments])).Trim();

    public Task StopAsync(string environment) => registries[environment].KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (RegistryProcess registry in registries.Values)
        {
            await registry.DisposeAsync();
        }

        Folder.Dispose();
    }
}
