using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Mounts;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Graph.Tests.Keys.Sample;

namespace BuildKit.Graph.Tests.Keys;

public sealed class StepKeysTests
{
    private static Digest RunKey(RunStep step, ContainerConfig config) => StepKeys.Run(step, [A, B], config, [.. step.Options.Mounts.OfType<BindMount>().Select(_ => A)]).ToDigest();

    // A change here makes every store in the world cold: it needs a new StepKeys.FormatVersion and a word in docs/keys.md.
    [Fact]
    public void Keys_are_the_fixed_ones()
    {
        Assert.Equal("6b667885e345baaace7137f5c77cfff90df641e69025dc8df14f749051892790", RunKey(Run, Config).Hex);
        Assert.Equal("fc624e25fb1a5204736dd4a313c510230876bf65caf5867318eebad90dad4b03", StepKeys.Copy(Copy, Config, A, B, new FileOwner(1654, 1654)).ToDigest().Hex);
        Assert.Equal("1cb4cb6c4d13a24a19eba18a52ac20a5b473bb3dd64795b943262088fd4c715a", StepKeys.Write(Write, Config, B, null).ToDigest().Hex);
        Assert.Equal("e89c0dd7f8f82ac113e4743babb637c5def84fc7bba4187debf863e12b012f06", StepKeys.Template(Template, Config, A, B, null).ToDigest().Hex);
        Assert.Equal("7221d4179afb983a7589dff021c9154972ab272dd8978996a72b85d4851b9423", StepKeys.Download(Download, Config, A, B, new FileOwner(1654, 1654)).ToDigest().Hex);
        Assert.Equal("1d8c94f02626fe588a53b4520417975ac56be71377b55299782d8c2d3c19eb64", StepKeys.Checkout(Checkout, Config, "0123456789abcdef0123456789abcdef01234567", B, new FileOwner(1654, 1654)).ToDigest().Hex);
        Assert.Equal("5491cadc0cbeff97eaa6138aa14dcc589ede41fc5315e08cab980cb9c9236548", StepKeys.Unpack(Unpack, Config, A, B, null).ToDigest().Hex);
        Assert.Equal("8d3176342f4b33be54fcd7473c95732935aa067702091b1ee8b1eb3fe65d6360", StepKeys.Delete(Delete, Config, A).ToDigest().Hex);
        Assert.Equal("e78f8d3ef338d0d618dc6bccc6a5df5ba0776874a6ce8dc10d03c8678c1d1c73", StepKeys.Link(Link, Config, B).ToDigest().Hex);
        Assert.Equal("2c94898b22c9f4dbaea1407c3dc690dd8956d224b614d7736dcaf9d244023402", StepKeys.WorkDir("/src", B).ToDigest().Hex);
    }

    [Fact]
    public void The_frames_of_a_run_are_those_of_the_documentation()
    {
        string frames = string.Join('\n', StepKeys.Run(Run, [A], Config, [B]).Frames.Select(frame => $"{frame.Label}={frame.Value}"));
        Assert.Equal(
            $"""
            format=1
            kind=run
            platform=linux/amd64
            root.count=1
            root={A}
            argument.count=3
            argument=/bin/sh
            argument=-ec
            argument=echo hello
            env.count=4
            env=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            env=SOURCE_DATE_EPOCH=315532800
            env=LANG=en
            env=MODE=fast
            dir=/src
            user=0
            network=host
            mount.count=4
            mount=cache 8 packages /cache
            mount=secret key /run/key
            mount=bind {B} /src/data
            mount=tmpfs /t
            """.ReplaceLineEndings("\n"),
            frames);
    }

    [Fact]
    public void The_frames_of_a_copy_are_those_of_the_documentation()
    {
        string frames = string.Join('\n', StepKeys.Copy(Copy, Config, A, B, new FileOwner(1, 2)).Frames.Select(frame => $"{frame.Label}={frame.Value}"));
        Assert.Equal(
            $"""
            format=1
            kind=copy
            source=context
            pattern.count=2
            pattern=*.cs
            pattern=lib
            exclude.count=1
            exclude=**/bin
            parents=true
            content={A}
            to=/src/app
            to.folder=true
            destination={B}
            owner=1:2
            mode=755
            """.ReplaceLineEndings("\n"),
            frames);
    }

    [Fact]
    public void Limits_labels_names_and_places_are_in_no_key()
    {
        RunStep other = Run with
        {
            Scope = "Other",
            Origin = Place with { Start = 2, Length = 1 },
            Options = Run.Options with { MemoryBytes = null, Cpus = null, Timeout = null, NeverCache = true },
        };
        ContainerConfig labelled = Config with
        {
            Labels = Config.Labels.Add("a", "b"),
            ExposedPorts = Config.ExposedPorts.Add("80/tcp"),
            Entrypoint = ["x"],
            Cmd = ["y"],
            StopSignal = "SIGINT",
        };
        Assert.Equal(RunKey(Run, Config), RunKey(other, labelled));
    }

    [Fact]
    public void The_sharing_of_a_cache_and_the_source_of_a_secret_are_in_no_key()
    {
        RunStep other = Run with
        {
            Options = Run.Options with
            {
                Mounts =
                [
                    new CacheMount("/cache", "packages", CacheSharing.Private), new SecretMount("/run/key", new SecretSource("key", null, "key.pem")),
                    new BindMount("data", new StepSource(new StepRef(3)), "elsewhere"), new TmpfsMount("/t", null),
                ],
            },
        };
        Assert.Equal(RunKey(Run, Config), RunKey(other, Config));
    }

    [Fact]
    public void Everything_that_a_run_reads_is_in_its_key()
    {
        RunStep[] steps =
        [
            Run,
            Run with { Platform = new Platform("linux", "arm64") },
            Run with { Command = new RunCommand(true, ["echo hello "]) },
            Run with { Command = new RunCommand(false, ["echo hello"]) },
            Run with { Options = Run.Options with { Env = [] } },
            Run with { Options = Run.Options with { Network = NetworkAccess.None } },
            Run with { Options = Run.Options with { User = "1" } },
            Run with { Options = Run.Options with { Dir = "sub" } },
            Run with { Options = Run.Options with { Mounts = [] } },
            Run with { Options = Run.Options with { Mounts = [.. Run.Options.Mounts.Reverse()] } },
        ];
        IEnumerable<Digest> keys =
        [
            .. steps.Select(step => RunKey(step, Config)),
            RunKey(Run, Config with { WorkingDir = "/" }),
            RunKey(Run, Config with { User = "app" }),
            RunKey(Run, Config with { Shell = ["/bin/bash", "-c"] }),
            RunKey(Run, Config with { Env = [.. Config.Env, new("NEW", "")] }),
            StepKeys.Run(Run, [B, A], Config, [A]).ToDigest(),
            StepKeys.Run(Run, [A], Config, [A]).ToDigest(),
            StepKeys.Run(Run, [A, B], Config, [B]).ToDigest(),
        ];
        Assert.Equal(steps.Length + 7, keys.Distinct().Count());
    }

    [Fact]
    public void A_secret_among_the_variables_counts_by_its_id_and_the_name_of_the_variable()
    {
        RunStep With(string name, SecretSource secret) => Run with { Options = Run.Options with { SecretVariables = [new SecretVariable(name, secret)] } };
        RunStep step = With("TOKEN", new SecretSource("token", "FEED_TOKEN", null));

        Assert.Equal(["secret.count=1", "secret=TOKEN=token"], StepKeys.Run(step, [A], Config, [B]).Frames.Select(frame => $"{frame.Label}={frame.Value}").TakeLast(2));
        Assert.Equal(RunKey(step, Config), RunKey(With("TOKEN", new SecretSource("token", null, "file")), Config));
        Assert.Equal(4, new[] { Run, step, With("OTHER", step.Options.SecretVariables[0].Secret), With("TOKEN", new SecretSource("other", "FEED_TOKEN", null)) }
            .Select(run => RunKey(run, Config)).Distinct().Count());
        Assert.Equal(
            ["the secrets among its variables changed: TOKEN"],
            KeyComparison.Differences(StepKeys.Run(Run, [A], Config, [B]).Frames, StepKeys.Run(step, [A], Config, [B]).Frames));
    }

    [Fact]
    public void An_agent_of_ssh_counts_by_its_id() =>
        Assert.Contains(
            new KeyFrame("mount", "ssh work /src/agent"),
            StepKeys.Run(Run with { Options = new RunOptions { Mounts = [new SshMount("agent", "work")] } }, [A], Config, []).Frames);

    [Fact]
    public void The_working_directory_counts_only_where_a_path_is_relative()
    {
        ContainerConfig elsewhere = Config with { WorkingDir = "/elsewhere" };
        Assert.NotEqual(StepKeys.Copy(Copy, Config, A, B, null).ToDigest(), StepKeys.Copy(Copy, elsewhere, A, B, null).ToDigest());
        Assert.Equal(StepKeys.Write(Write, Config, B, null).ToDigest(), StepKeys.Write(Write, elsewhere, B, null).ToDigest());
    }

    [Fact]
    public void The_environment_and_the_platform_count_for_a_run_only()
    {
        ContainerConfig other = Config with { Env = [new("X", "y")], User = "app", Shell = ["/bin/bash"] };
        CopyStep arm = Copy with { Platform = new Platform("linux", "arm64") };
        Assert.Equal(StepKeys.Copy(Copy, Config, A, B, null).ToDigest(), StepKeys.Copy(arm, other, A, B, null).ToDigest());
    }

    [Fact]
    public void A_shell_that_is_not_used_does_not_count() =>
        Assert.Equal(
            RunKey(Run with { Command = new RunCommand(false, ["ls"]) }, Config),
            RunKey(Run with { Command = new RunCommand(false, ["ls"]) }, Config with { Shell = ["/bin/bash"] }));

    [Fact]
    public void A_bind_without_a_digest_is_a_defect() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StepKeys.Run(Run, [], Config, []));

    [Fact]
    public void No_two_lists_of_frames_run_together()
    {
        Digest[] digests =
        [
            new KeyFrames().Add("a", "bc").ToDigest(),
            new KeyFrames().Add("ab", "c").ToDigest(),
            new KeyFrames().Add("a", "b").Add("c", "").ToDigest(),
            new KeyFrames().AddAll("a", ["b", "c"]).ToDigest(),
            new KeyFrames().AddAll("a", ["bc"]).ToDigest(),
            new KeyFrames().AddAll("a", []).Add("a", "bc").ToDigest(),
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void Frames_are_hashed_behind_their_lengths() =>
        // printf '\0\0\0\1a\0\0\0\2\303\244' | sha256sum
        Assert.Equal("cff7f19d3b064c345a9a312827030bcc6cb1adf63fbd4f01c2c062be698d90bf", new KeyFrames().Add("a", "ä").ToDigest().Hex);
}
