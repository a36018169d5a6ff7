using System.Collections.Immutable;
using BuildKit.Engine.Containers;
using BuildKit.Engine.Sandbox;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Containers;

public sealed class ContainerSpecificationTests
{
    private static readonly ContainerRequest Plain = new()
    {
        Layers = ["/layer"],
        Users = new UserDatabase("app:x:1654:1654::/home/app:", null, "The image"),
        Config = ContainerConfig.Empty with
        {
            Entrypoint = ["/bin/entry"],
            Cmd = ["default"],
            Env = [new("PATH", "/app"), new("A", "1")],
            WorkingDir = "/srv",
            User = "app",
            StopSignal = "SIGQUIT",
        },
    };

    [Fact]
    public void A_container_starts_as_its_image_says()
    {
        var spec = ContainerSpecification.Create(Plain);
        Assert.Equal(["/bin/entry", "default"], spec.Arguments);
        Assert.Equal(["HOSTNAME=buildkit", "HOME=/home/app", "PATH=/app", "A=1"], spec.Env.Select(variable => variable.ToString()));
        Assert.Equal(("/srv", 1654, 1654, 3), (spec.WorkingDirectory, spec.Uid, spec.Gid, spec.StopSignal));
        Assert.Equal(SandboxIo.Output, spec.Io);
    }

    [Fact]
    public void A_command_replaces_the_images_and_keeps_its_entrypoint() =>
        Assert.Equal(["/bin/entry", "x", "y"], ContainerSpecification.Create(Plain with { Command = ["x", "y"] }).Arguments);

    [Fact]
    public void An_entrypoint_drops_the_images_command() =>
        Assert.Equal(["sh"], ContainerSpecification.Create(Plain with { Entrypoint = ["sh"] }).Arguments);

    [Fact]
    public void An_empty_entrypoint_leaves_the_command_alone() =>
        Assert.Equal(["ls"], ContainerSpecification.Create(Plain with { Entrypoint = [""], Command = ["ls"] }).Arguments);

    [Fact]
    public void What_the_user_says_replaces_what_the_image_says()
    {
        var spec = ContainerSpecification.Create(Plain with
        {
            User = "7:8",
            WorkingDirectory = "relative",
            Env = [new("A", "2"), new("HOME", "/h")],
            Volumes = [new ContainerVolume("/data", "/in", ReadOnly: true)],
            Name = "web",
            Tty = true,
            Interactive = true,
        });
        Assert.Equal((7, 8, "/relative", "web", SandboxIo.Terminal), (spec.Uid, spec.Gid, spec.WorkingDirectory, spec.HostName, spec.Io));
        Assert.Equal(["HOSTNAME=web", "TERM=xterm", "PATH=/app", "A=2", "HOME=/h"], spec.Env.Select(variable => variable.ToString()));
        Assert.Equal([new SandboxMount("/in", "/data", ReadOnly: true)], spec.Mounts);
    }

    [Fact]
    public void An_image_that_starts_nothing_needs_a_command()
    {
        var empty = Plain with { Config = ContainerConfig.Empty };
        var e = Assert.Throws<BuildKitException>(() => ContainerSpecification.Create(empty));
        Assert.Equal(ExecutionErrorCodes.CommandMissing, e.Code);
        Assert.Equal(["ls"], ContainerSpecification.Create(empty with { Command = ["ls"] }).Arguments);
    }

    [Theory]
    [InlineData("/tmp:/in", "/tmp", "/in", false)]
    [InlineData("/tmp:/in:ro", "/tmp", "/in", true)]
    [InlineData("/tmp/../tmp:/in:rw", "/tmp", "/in", false)]
    public void A_volume_is_read(string text, string source, string target, bool readOnly) =>
        Assert.Equal(new ContainerVolume(source, target, readOnly), ContainerVolume.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("/tmp")]
    [InlineData("/tmp:in")]
    [InlineData(":/in")]
    [InlineData("/tmp:/in:z")]
    [InlineData("/tmp:/in:ro:more")]
    [InlineData("/no/such/path:/in")]
    public void A_volume_that_cannot_be_is_an_error(string text) =>
        Assert.Equal(ExecutionErrorCodes.VolumeInvalid, Assert.Throws<BuildKitException>(() => ContainerVolume.Parse(text)).Code);

    [Theory]
    [InlineData(null, 15)]
    [InlineData("SIGINT", 2)]
    [InlineData("INT", 2)]
    [InlineData("3", 3)]
    [InlineData("SIGWINCH", 28)]
    [InlineData("SIGKILL", 15)]
    [InlineData("nonsense", 15)]
    [InlineData("9", 15)]
    public void A_stop_signal_is_one_that_can_be_passed_on(string? text, int number) => Assert.Equal(number, StopSignal.Parse(text));
}
