using System.Diagnostics;
using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What root can do, an ordinary user can, and with the same result.</summary>
[Collection(nameof(WorkshopCollection))]
public sealed class OrdinaryUserTests(Workshop workshop)
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("runc", Traits = ["Form", "either"])]
    [InlineData("crun", Traits = ["Form", "either"])]
    public async Task A_user_gets_roots_digest_from_each_runtime_and_leaves_nothing(string runtime)
    {
        if (runtime != "embedded")
        {
            Repository.Needs(runtime);
        }

        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string root = (await trial.AsRoot("build", "--quiet").RunAsync()).ShouldExit(0).Output;
        string user = (await trial.AsUser("build", "--quiet", "--runtime", runtime).RunAsync()).ShouldExit(0).Output;
        Assert.Equal(root, user);

        CommandResult run = (await trial.AsUser("run", "--runtime", runtime, "trial", "-c", "id -u; cat /home/app/me /unpacked/a; exit 7").RunAsync()).ShouldExit(7);
        Assert.Equal("1654\n1654\na\n", run.Output);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(trial.Store, "tmp")));
    }

    [Fact]
    public async Task A_build_whose_every_step_is_known_enters_no_namespace()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string cold = (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output;

        // Without the launcher there is no way into one.
        CommandResult warm = (await trial.AsUser("build", "--quiet").With("BUILDKIT_SANDBOX", "/no/such/launcher").RunAsync()).ShouldExit(0);
        Assert.Equal(cold, warm.Output);
    }

    [Fact]
    public async Task A_user_pushes_pulls_saves_loads_and_removes()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string digest = (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output.Trim();
        string reference = $"{workshop.Registry.Address}/trial/user:1";
        string archive = Path.Combine(trial.Store, "..", "image.tar");
        string second = Path.Combine(trial.Store, "..", "second");

        Assert.Contains(digest, (await trial.AsUser("push", "trial", reference).RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains(digest, (await trial.AsUser("save", "trial", "-o", "oci-archive:" + archive).RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains(digest, (await trial.AsUser("pull", reference).With("BUILDKIT_HOME", second).RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains(digest, (await trial.AsUser("load", archive, "--tag", "loaded:1").With("BUILDKIT_HOME", second).RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Equal("1654\n", (await trial.AsUser("run", "loaded:1", "-c", "id -u").With("BUILDKIT_HOME", second).RunAsync()).ShouldExit(0).Output);
        (await trial.AsUser("rm", "loaded:1", reference).With("BUILDKIT_HOME", second).RunAsync()).ShouldExit(0);
        Assert.Empty((await trial.AsUser("images", "--quiet").With("BUILDKIT_HOME", second).RunAsync()).ShouldExit(0).Output);
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_user_collects_what_belongs_to_further_ids_too_and_builds_the_same_again()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string digest = (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output;
        (await trial.AsUser("rm", "trial").RunAsync()).ShouldExit(0);

        (await trial.AsUser("gc", "--keep", "0").RunAsync()).ShouldExit(0);

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(trial.Store, "layers")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(trial.Store, "tmp")));
        Assert.Equal(digest, (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output);
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_users_build_keeps_the_store_below_BUILDKIT_KEEP()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string digest = (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output;
        (await trial.AsUser("rm", "trial").RunAsync()).ShouldExit(0);

        CommandResult again = (await trial.AsUser("build", "--quiet", "--no-cache").With("BUILDKIT_KEEP", "1kB").RunAsync()).ShouldExit(0);

        Assert.Equal(digest, again.Output);
        Assert.Contains("BUILDKIT_KEEP", again.Error, StringComparison.Ordinal);
        Assert.Equal(digest, (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output);
    }

    [Fact]
    [Trait("Form", "either")]
    public async Task A_users_store_is_verified_and_mended_though_its_layers_belong_to_further_ids()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        string digest = (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output;
        Assert.Contains("nothing is wrong", (await trial.AsUser("store", "verify").RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
        string layer = Directory.EnumerateFiles(Path.Combine(trial.Store, "layers"), "me", SearchOption.AllDirectories).First();
        await File.AppendAllTextAsync(layer, "more", TestContext.Current.CancellationToken);

        Assert.Contains("BK4223 ", (await trial.AsUser("store", "verify").RunAsync()).ShouldExit(1).Output, StringComparison.Ordinal);
        (await trial.AsUser("store", "verify", "--repair").RunAsync()).ShouldExit(0);

        Assert.Equal(digest, (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0).Output);
        Assert.Contains("nothing is wrong", (await trial.AsUser("store", "verify").RunAsync()).ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_lets_a_users_container_end_in_its_own_time()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        (await trial.AsUser("build", "--quiet").RunAsync()).ShouldExit(0);

        // What a terminal does: the signal goes to all processes of the group, those outside and inside the namespace.
        const string Script = "trap 'trap \"\" INT TERM; sleep 1; echo stopped; exit 5' INT TERM; echo up; while :; do sleep 0.05; done";
        using Process run = trial.AsUserBelow(["setsid"], "run", "trial", "-c", Script).Start();
        Assert.Equal("up", await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        (await new Command("/bin/kill", "-INT", "--", $"-{run.Id}").RunAsync()).ShouldExit(0);
        Assert.Equal("stopped\n", await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(trial.Store, "tmp")));
    }
}
