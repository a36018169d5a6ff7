using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Oci.Images;
using static BuildKit.Graph.Tests.Keys.Sample;

namespace BuildKit.Graph.Tests.Keys;

public sealed class KeyComparisonTests
{
    private static string? Of(RunStep now, ContainerConfig? config = null) =>
        KeyComparison.Explain(StepKeys.Run(Run, [A, B], Config, [A]).Frames, StepKeys.Run(now, [A, B], config ?? Config, [A]).Frames);

    [Fact]
    public void Equal_keys_need_no_reason() => Assert.Null(Of(Run));

    [Fact]
    public void Another_command_is_shown_beside_the_old_one() =>
        Assert.Equal("the command changed from '/bin/sh -ec echo hello' to '/bin/sh -ec echo bye'", Of(Run with { Command = new RunCommand(true, ["echo bye"]) }));

    [Fact]
    public void Changed_variables_are_named_and_not_shown() =>
        Assert.Equal("the environment changed: MODE, NEW", Of(Run with { Options = Run.Options with { Env = [new("LANG", "en"), new("MODE", "slow"), new("NEW", "s3cret")] } }));

    [Fact]
    public void Variables_in_another_order_are_said_to_be()
    {
        ContainerConfig config = Config with { Env = [new("A", "1"), new("B", "2")] };
        ContainerConfig other = Config with { Env = [new("B", "2"), new("A", "1")] };
        Assert.Equal("the environment changed: their order", KeyComparison.Explain(StepKeys.Run(Run, [], config, [A]).Frames, StepKeys.Run(Run, [], other, [A]).Frames));
    }

    [Fact]
    public void A_change_in_front_names_the_layer() =>
        Assert.Equal(
            "the root filesystem changed in front of it, from layer 2 of 2 on",
            KeyComparison.Explain(StepKeys.Run(Run, [A, A], Config, [A]).Frames, StepKeys.Run(Run, [A, B], Config, [A]).Frames));

    [Fact]
    public void Another_base_is_a_change_from_the_first_layer_on() =>
        Assert.Equal(
            "the root filesystem changed from its first layer on",
            KeyComparison.Explain(StepKeys.Run(Run, [A], Config, [A]).Frames, StepKeys.Run(Run, [B], Config, [A]).Frames));

    [Fact]
    public void Changed_files_of_a_bind_name_its_target() =>
        Assert.Equal(
            "the files mounted at /src/data changed",
            KeyComparison.Explain(StepKeys.Run(Run, [], Config, [A]).Frames, StepKeys.Run(Run, [], Config, [B]).Frames));

    [Fact]
    public void Changed_files_of_a_copy_are_said_to_be() =>
        Assert.Equal(
            "the content of what it reads changed",
            KeyComparison.Explain(StepKeys.Copy(Copy, Config, A, B, null).Frames, StepKeys.Copy(Copy, Config, B, B, null).Frames));

    [Fact]
    public void Network_user_directory_and_platform_are_named()
    {
        Assert.Equal("the network was switched off", Of(Run with { Options = Run.Options with { Network = NetworkAccess.None } }));
        Assert.Equal("the user changed from 0 to app", Of(Run, Config with { User = "app" }));
        Assert.StartsWith("the directory changed from /src to /src/x", Of(Run with { Options = Run.Options with { Dir = "x" } }), StringComparison.Ordinal);
        Assert.Equal("the platform changed from linux/amd64 to linux/arm64", Of(Run with { Platform = new Platform("linux", "arm64") }));
        Assert.Equal("its mounts changed", Of(Run with { Options = Run.Options with { Mounts = [Run.Options.Mounts[2]] } }));
    }

    [Fact]
    public void A_step_of_another_kind_and_another_format_are_named()
    {
        Assert.Equal("the step was a run before", KeyComparison.Explain(StepKeys.Run(Run, [], Config, [A]).Frames, StepKeys.WorkDir("/", A).Frames));
        Assert.Contains("version of the key format", KeyComparison.Explain([new KeyFrame("format", "0")], StepKeys.WorkDir("/", A).Frames), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_command_is_cut_and_has_one_line()
    {
        string reason = Of(Run with { Command = new RunCommand(true, ["a\nb" + new string('x', 500)]) })!;
        Assert.DoesNotContain('\n', reason);
        Assert.True(reason.Length < 200, reason);
    }
}
