using BuildKit.Graph.Configuration;
using BuildKit.Oci.Images;

namespace BuildKit.Graph.Tests.Configuration;

public sealed class ConfigChangeTests
{
    private static ContainerConfig Apply(params ConfigChange[] changes) => changes.Aggregate(ContainerConfig.Empty, (config, change) => change.Apply(config));

    [Theory]
    [InlineData("/app", "/app")]
    [InlineData("app", "/app")]
    [InlineData("/a b|c", "/a b/c")]
    [InlineData("/a|b|../c", "/a/c")]
    [InlineData("/a|/b/./c//", "/b/c")]
    [InlineData("/a|../../..", "/")]
    [InlineData("/a|.", "/a")]
    public void A_relative_working_directory_is_joined_to_the_one_before(string paths, string expected) =>
        Assert.Equal(expected, Apply([.. paths.Split('|').Select(path => new SetWorkDir(path))]).WorkingDir);

    [Fact]
    public void A_variable_set_again_keeps_its_place()
    {
        ContainerConfig config = Apply(new SetEnv("A", "1"), new SetEnv("B", "2"), new SetEnv("A", "3"), new SetEnv("a", "4"));
        Assert.Equal(["A=3", "B=2", "a=4"], config.Env.Select(variable => variable.ToString()));
    }

    [Fact]
    public void An_entrypoint_drops_the_command_of_the_base()
    {
        Assert.Null(Apply(new SetCommand(["serve"]), new SetEntrypoint(["/bin/app"], KeepsCommand: false)).Cmd);
        Assert.Equal(["serve"], Apply(new SetCommand(["serve"]), new SetEntrypoint(["/bin/app"], KeepsCommand: true)).Cmd!.Value);
    }

    [Fact]
    public void Every_change_reaches_its_part_of_the_configuration()
    {
        var check = new HealthCheck(["CMD", "/check"], TimeSpan.FromSeconds(1), null, null, 3);
        ContainerConfig config = Apply(
            new SetUser("app:app"), new Expose("80/tcp"), new Expose("53/udp"), new SetEntrypoint(["a"], false), new SetCommand(["b"]), new SetLabel("k", "v"), new SetLabel("k", "w"),
            new AddVolume("/data"), new SetHealthCheck(check), new SetStopSignal("SIGINT"), new SetShell(["/bin/bash"]));
        Assert.Equal("app:app", config.User);
        Assert.Equal(["53/udp", "80/tcp"], config.ExposedPorts);
        Assert.Equal(["a"], config.Entrypoint!.Value);
        Assert.Equal(["b"], config.Cmd!.Value);
        Assert.Equal("w", config.Labels["k"]);
        Assert.Equal(["/data"], config.Volumes);
        Assert.Equal(check, config.HealthCheck);
        Assert.Equal("SIGINT", config.StopSignal);
        Assert.Equal(["/bin/bash"], config.Shell!.Value);
    }

    [Fact]
    public void An_empty_entrypoint_or_command_is_none()
    {
        ContainerConfig config = Apply(new SetCommand([]), new SetEntrypoint([], true));
        Assert.Null(config.Entrypoint);
        Assert.Null(config.Cmd);
    }

    [Theory]
    [InlineData("a", false)]
    [InlineData("a/", true)]
    [InlineData(".", true)]
    [InlineData("..", true)]
    [InlineData("a/.", true)]
    [InlineData("/", true)]
    [InlineData("a.", false)]
    public void A_destination_is_a_folder_by_its_end(string path, bool expected) => Assert.Equal(expected, ImagePath.MeansFolder(path));
}
