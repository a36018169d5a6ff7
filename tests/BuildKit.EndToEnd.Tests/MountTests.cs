using BuildKit.EndToEnd.Tests.Support;

namespace BuildKit.EndToEnd.Tests;

/// <summary>What a run sees beside the files of its stage, and what of it stays.</summary>
[Collection(nameof(WorkshopCollection))]
[Trait("Form", "either")]
public sealed class MountTests(Workshop workshop)
{
    [Fact]
    public async Task Binds_are_read_and_not_written_and_neither_they_nor_memory_stay_in_the_image()
    {
        string folder = await workshop.BusyboxProjectAsync("binds", """
            stage Made from Tools { Write("/made/by", "a stage"); }

            image Bound from Tools
            {
                Run("cat /data/file /made/by > /read; ! touch /data/new; ! touch /made/new; dd if=/dev/zero of=/tmp/most bs=1k count=900; ! dd if=/dev/zero of=/tmp/more bs=1k count=900",
                    mounts: [Bind("/data", path: "data"), Bind("/made", path: "/made", from: Made), Tmpfs("/tmp", size: "1m")]);
                Entrypoint("/bin/sh", "-c", "cat /read; ls /");
            }
            """, "cat", "dd", "ls", "touch");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "file"), "the context and ", TestContext.Current.CancellationToken);

        await workshop.BuildAsync(folder, workshop.Store);

        string seen = (await Workshop.BuildKit(workshop.Store, "run", "bound").In(folder).RunAsync()).ShouldExit(0).Output;
        Assert.StartsWith("the context and a stage", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("data", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("made", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("tmp", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_at_once_share_a_cache_mount_take_turns_in_it_or_have_one_each()
    {
        // Each of the two waits for the other, so they meet only where both run at the same time.
        string folder = await workshop.BusyboxProjectAsync("caches", """"
            steps Meet(string me, string other)
            {
                Run($"""
                    test -z "$(ls /own)"; touch /own/{me}
                    touch /meet/{me}; until test -e /meet/{other}; do sleep 0.05; done
                    test "$(ls /own)" = {me}
                    """, mounts: [Cache("/meet"), Cache("/own", sharing: Private)], timeout: "2m");
                Run($"mkdir /turn/busy; echo {me} >> /turn/order; sleep 0.2; rmdir /turn/busy", mounts: [Cache("/turn", sharing: Locked)]);
            }

            stage Left from Tools { Meet("left", "right"); }
            stage Right from Tools { Meet("right", "left"); }
            stage After from Tools { Run("sort /turn/order", mounts: [Cache("/turn")], cache: Never); }
            """", "ls", "mkdir", "rmdir", "sleep", "sort", "touch");

        (await workshop.TryBuildAsync(folder, "Left", "Right")).ShouldExit(0);

        CommandResult after = await workshop.TryBuildAsync(folder, "After");
        Assert.Matches(@"\bleft\n.*\bright\n", after.ShouldExit(0).Everything);
    }

    [Fact]
    public async Task A_secret_is_a_file_and_a_variable_of_its_run_and_nowhere_else()
    {
        const string Secret = "s3cr3t-t0ken-0f-a-test";
        string folder = await workshop.BusyboxProjectAsync("secrets", """
            secret token = Secret.Env("TOKEN_OF_A_TEST");

            image Used from Tools { Run("test $TOKEN = $(cat /run/token); echo ${#TOKEN} > /length", mounts: [token.As("TOKEN"), token.At("/run/token")]); }
            image Printed from Tools { Run("echo the token is $TOKEN", mounts: [token.As("TOKEN")]); }
            image Written from Tools { Run("mkdir /kept; cp /run/token /kept/settings", mounts: [token.At("/run/token")]); }
            """, "cat", "cp", "mkdir");
        string store = Path.Combine(workshop.Folder, "store-secrets");
        Task<CommandResult> BuildAsync(string target) =>
            Workshop.BuildKit(store, "build", target, "--progress", "plain").In(folder).With("TOKEN_OF_A_TEST", Secret).RunAsync();

        (await BuildAsync("Used")).ShouldExit(0);
        CommandResult printed = (await BuildAsync("Printed")).ShouldExit(1);
        CommandResult written = (await BuildAsync("Written")).ShouldExit(1);

        Assert.Contains("error BK4141", printed.Error, StringComparison.Ordinal);
        Assert.Contains("the token is ***", printed.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, printed.Everything, StringComparison.Ordinal);
        Assert.Contains("error BK4140", written.Error, StringComparison.Ordinal);
        Assert.Contains("kept/settings", written.Error, StringComparison.Ordinal);
        (await new Command("grep", "--recursive", "--quiet", Secret, store).RunAsync()).ShouldExit(1);
    }

    [Fact]
    public async Task A_run_of_root_uses_the_agent_of_its_variable()
    {
        using SshAgent agent = await SshAgent.StartAsync(
            line => new Command(line.First(), line.Skip(1)), Directory.CreateDirectory(Path.Combine(workshop.Folder, "agent")).FullName);
        string folder = await AgentProjectAsync("agent-of-root");

        (await Workshop.BuildKit(workshop.Store, "build").In(folder).With("SSH_AUTH_SOCK", agent.Socket).RunAsync()).ShouldExit(0);

        Assert.Equal(agent.PublicKey, (await Workshop.BuildKit(workshop.Store, "run", "signer").In(folder).RunAsync()).ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_users_run_uses_the_agent_that_an_option_names()
    {
        using UserTrial trial = await UserTrial.CreateAsync(workshop);
        using SshAgent agent = await SshAgent.StartAsync(line => trial.Run(line), Path.GetDirectoryName(trial.Store)!);
        string folder = await AgentProjectAsync("agent-of-a-user");

        (await trial.AsUser("build", "--ssh", $"default={agent.Socket}").In(folder).With("SSH_AUTH_SOCK", null).RunAsync()).ShouldExit(0);

        Assert.Equal(agent.PublicKey, (await trial.AsUser("run", "signer").In(folder).RunAsync()).ShouldExit(0).Output);
    }

    /// <summary>An image that prints what a run saw of an agent by this machine's own <c>ssh-add</c>.</summary>
    private async Task<string> AgentProjectAsync(string name)
    {
        string folder = await workshop.BusyboxProjectAsync(name, """
            image Signer from Tools
            {
                Copy("programs/", to: "/");
                Run("/usr/bin/ssh-add -L > /key.pub; ! /usr/bin/ssh-add -D; /usr/bin/ssh-add -L | cmp - /key.pub", mounts: [Ssh()]);
                Entrypoint("/bin/cat", "/key.pub");
            }
            """, "cat", "cmp");
        await Workshop.CopyProgramAsync("/usr/bin/ssh-add", folder);
        return folder;
    }
}
