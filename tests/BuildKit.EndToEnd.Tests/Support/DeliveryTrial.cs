namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>A project under Git that serves one page, and three environments, each with a registry of its own.</summary>
public sealed class DeliveryTrial : IAsyncDisposable
{
    private const string Buildfile = """
        param string dev;
        param string staging;
        param string prod;

        image Page from scratch
        {
            Copy("busybox", to: "/bin/busybox", mode: "0755");
            Copy("index.html", to: "/www/");
            Entrypoint("/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www");
        }

        test Smoke of Page
        {
            Start(ready: Port(8080), timeout: "2m");
            Exec("/bin/busybox", "sh", "-ec", "/bin/busybox wget -qO- http://127.0.0.1:8080/ | /bin/busybox grep welcome");
        }

        environment Dev     { Registry($"{dev}/dev/page"); Tag(git.ShortSha); }
        environment Staging { After(Dev); Registry($"{staging}/staging/page"); Require(Passed(Smoke), CleanSource()); }
        environment Prod    { After(Staging); Registry($"{prod}/prod/page"); Tag(git.Version); Require(Passed(Smoke), CleanSource(), Branch("main")); }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("buildkit-delivery-").FullName;
    private readonly Dictionary<string, Registry> registries = [];

    private string Project => Path.Combine(folder, "project");

    /// <summary>The registry of an environment, by its name in lower case.</summary>
    public Registry Registry(string environment) => registries[environment];

    /// <summary>Starts the registries and commits the project.</summary>
    public static async Task<DeliveryTrial> BeginAsync()
    {
        Repository.Needs("busybox");
        Repository.Needs("skopeo");
        var trial = new DeliveryTrial();
        Directory.CreateDirectory(trial.Project);
        foreach (string environment in (string[])["dev", "staging", "prod"])
        {
            trial.registries[environment] = await Support.Registry.StartAsync(Path.Combine(trial.folder, environment));
        }

        (await new Command("/bin/sh", "-ec", "cp \"$(command -v busybox)\" . && git init --quiet --initial-branch main").In(trial.Project).RunAsync()).ShouldExit(0);
        await File.WriteAllTextAsync(Path.Combine(trial.Project, "Buildfile"), Buildfile, TestContext.Current.CancellationToken);
        await trial.CommitAsync("welcome\n");
        return trial;
    }

    /// <summary>Commits another page.</summary>
    public async Task CommitAsync(string page)
    {
        await File.WriteAllTextAsync(Path.Combine(Project, "index.html"), page, TestContext.Current.CancellationToken);
        (await new Command("/bin/sh", "-ec", """
            git add .
            git -c user.name=Tester -c user.email=tester@example.com -c commit.gpgsign=false commit --quiet --message 'A page'
            """).In(Project).RunAsync()).ShouldExit(0);
    }

    /// <summary>The installed tool in the project.</summary>
    public Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => Workshop
        .BuildKit(Path.Combine(folder, "store"), [.. arguments, .. registries.SelectMany(pair => (string[])["--set", $"{pair.Key}={pair.Value.Address}"])]).In(Project).RunAsync();

    /// <summary>The same where it must succeed.</summary>
    public async Task<CommandResult> SucceedAsync(params IEnumerable<string> arguments) => (await RunAsync(arguments)).ShouldExit(0);

    /// <summary>What skopeo says an environment's tag names.</summary>
    public async Task<string> DigestAsync(string environment)
    {
        string place = $"docker://{registries[environment].Address}/{environment}/page:{environment}";
        return (await new Command("skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}", place).RunAsync()).ShouldExit(0).Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Registry registry in registries.Values)
        {
            await registry.DisposeAsync();
        }

        await new Command(Path.Combine(RepositoryFolder.Root, "tests", "remove.sh"), folder).RunAsync();
    }
}
