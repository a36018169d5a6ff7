namespace BuildKit.EndToEnd.Tests.Support;

/// <summary>
/// What all end-to-end tests share: a registry that holds the two bases, and a store in which they were built.
/// The bases' ingredients are kept in <c>artifacts/bases</c>, since making them takes half a minute.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
    private Registry? registry;

    /// <summary>A folder of this run, removed at its end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("buildkit-e2e-").FullName;

    public Registry Registry => registry!;

    /// <summary>What both bases are below, as images of .NET are below <c>mcr.microsoft.com/dotnet</c>.</summary>
    public string Family => $"{Registry.Address}/dotnet";

    public string Runtime => $"{Family}/aspnet:10.0";

    /// <summary>The store that the bases were built in and that most tests use.</summary>
    public string Store => Path.Combine(Folder, "store");

    public async ValueTask InitializeAsync()
    {
        Repository.Needs("mmdebstrap");
        string bases = Path.Combine(RepositoryFolder.Root, "artifacts", "bases");
        (await new Command(Path.Combine(Repository.Examples, "bases", "prepare.sh"), bases).RunAsync()).ShouldExit(0);
        registry = await Registry.StartAsync(Path.Combine(Folder, "registry"));
        (await BuildKit(Store, "build", "-f", Path.Combine(bases, "Buildfile"), "Runtime", "Sdk").RunAsync()).ShouldExit(0);
        (await BuildKit(Store, "push", "runtime:latest", Runtime).RunAsync()).ShouldExit(0);
        (await BuildKit(Store, "push", "sdk:latest", $"{Family}/sdk:10.0").RunAsync()).ShouldExit(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (registry is not null)
        {
            await registry.DisposeAsync();
        }

        await new Command(Path.Combine(RepositoryFolder.Root, "tests", "remove.sh"), Folder).RunAsync();
    }

    /// <summary>The installed tool with a store of its own.</summary>
    public static Command BuildKit(string store, params IEnumerable<string> arguments) =>
        new Command(Repository.Tool, arguments).With("BUILDKIT_HOME", store).With("NO_COLOR", "1").With("SOURCE_DATE_EPOCH", null);

    /// <summary>A copy of the tool that every user can run; what <c>dotnet tool install</c> puts down, only its owner may.</summary>
    public async Task<string> ToolForOthersAsync()
    {
        string copy = Path.Combine(Folder, "tool-for-others");
        string original = File.ResolveLinkTarget(Repository.Tool, returnFinalTarget: true)?.FullName ?? Repository.Tool;
        (await new Command("cp", "-R", Path.GetDirectoryName(original)!, copy).RunAsync()).ShouldExit(0);
        (await new Command("chmod", "-R", "a+rX", copy).RunAsync()).ShouldExit(0);
        (await new Command("chmod", "755", Folder).RunAsync()).ShouldExit(0);
        return Path.Combine(copy, Path.GetFileName(original));
    }

    /// <summary>The arguments that name this run's bases.</summary>
    public string[] Bases => ["--set", $"family={Family}"];

    /// <summary>Builds what a folder's Buildfile declares, on this run's bases, and fails the test where that fails.</summary>
    public async Task<BuildRun> BuildAsync(string folder, string store, params string[] more) =>
        BuildRun.Read((await BuildKit(store, ["build", "--progress", "json", .. Bases, .. more]).In(folder).RunAsync()).ShouldExit(0));

    /// <summary>A new folder with a Buildfile.</summary>
    public string Project(string name, string buildfile)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "projects", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Buildfile"), buildfile);
        return folder;
    }

    /// <summary>The same with a static busybox beside the Buildfile, and in it a stage <c>Tools</c> that has it under these names.</summary>
    public async Task<string> BusyboxProjectAsync(string name, string buildfile, params string[] names)
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "busybox-static is not installed");
        string links = string.Concat(names.Prepend("sh").Select(link => $"""Link("/bin/{link}", to: "busybox"); """));
        string folder = Project(name, $$"""
            param string family = "";
            stage Tools from scratch { Copy("busybox", to: "/bin/"); {{links}}}

            {{buildfile}}
            """);
        await new Command("cp", "/bin/busybox", folder).RunAsync();
        return folder;
    }

    /// <summary>Copies a program of this machine and the libraries that it loads to below <c>programs/</c> in a folder, under the paths that they have.</summary>
    public static async Task CopyProgramAsync(string program, string folder) =>
        (await new Command("/bin/sh", "-ec", $"mkdir programs; cp --dereference --parents {program} $(ldd {program} | grep -o '/[^ ]*') programs").In(folder).RunAsync()).ShouldExit(0);

    /// <summary>Builds a folder that is not expected to build; the result tells.</summary>
    public Task<CommandResult> TryBuildAsync(string folder, params string[] more) =>
        BuildKit(Store, ["build", "--progress", "plain", .. more]).In(folder).RunAsync();

    /// <summary>A copy of an example in a new folder, under Git with one commit that is the same wherever it is made.</summary>
    public async Task<string> CheckoutAsync(string example, string name)
    {
        string folder = Path.Combine(Folder, name);
        (await new Command("cp", "-R", Path.Combine(Repository.Examples, example), folder).RunAsync()).ShouldExit(0);
        (await new Command("/bin/sh", "-ec", """
            git init --quiet --initial-branch main
            git add .
            git -c user.name=Tester -c user.email=tester@example.com -c commit.gpgsign=false commit --quiet --message 'A service'
            """)
            .In(folder)
            .With("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
            .With("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z")
            .RunAsync()).ShouldExit(0);
        return folder;
    }
}
