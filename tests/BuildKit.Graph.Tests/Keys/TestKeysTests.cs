using BuildKit.Graph.Configuration;
using BuildKit.Graph.Keys;
using BuildKit.Graph.Steps;
using BuildKit.Graph.Targets;
using BuildKit.Oci.Content;
using static BuildKit.Graph.Tests.Keys.Sample;

namespace BuildKit.Graph.Tests.Keys;

public sealed class TestKeysTests
{
    private static readonly TestTarget Smoke = new("Smoke", Place, "Api", Amd64, Parent, new ServiceStart(Place, 8080, TimeSpan.FromSeconds(30)), [new StepRef(1)]);

    private static readonly KeyFrames Step = StepKeys.Run(Run, [], Config, [B]);

    // A change here makes every pass in the world unknown: it needs a new TestKeys.FormatVersion and a word in docs/keys.md.
    [Fact]
    public void The_frames_are_those_of_the_documentation_and_the_key_is_the_fixed_one()
    {
        KeyFrames frames = TestKeys.Of(Smoke, A, [Step]);
        Assert.Equal(
            $"""
            format=1
            kind=test
            image={A}
            platform=linux/amd64
            ready=port 8080
            step.count=1
            step={Step.ToDigest()}
            """,
            string.Join('\n', frames.Frames.Select(frame => $"{frame.Label}={frame.Value}")));
        Assert.Equal("59a879d8c9d6bb73e3b434c1003060eadd0636f311a9eb2b63795c9d88f2748b", frames.ToDigest().Hex);
    }

    [Fact]
    public void The_image_and_everything_that_the_test_does_are_in_the_key()
    {
        Digest[] keys =
        [
            TestKeys.Of(Smoke, A, [Step]).ToDigest(),
            TestKeys.Of(Smoke, B, [Step]).ToDigest(),
            TestKeys.Of(Smoke with { Start = null }, A, [Step]).ToDigest(),
            TestKeys.Of(Smoke with { Start = new ServiceStart(Place, 8081, TimeSpan.FromSeconds(30)) }, A, [Step]).ToDigest(),
            TestKeys.Of(Smoke, A, []).ToDigest(),
            TestKeys.Of(Smoke, null, [Step]).ToDigest(),
            TestKeys.Of(Smoke, A, [Step, Step]).ToDigest(),
            TestKeys.Of(Smoke, A, [StepKeys.Run(Run, [], Config, [A])]).ToDigest(),
            TestKeys.Of(Smoke, A, [StepKeys.Run(Run, [], new SetUser("app").Apply(Config), [B])]).ToDigest(),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Names_and_limits_of_time_are_not_in_the_key() =>
        Assert.Equal(
            TestKeys.Of(Smoke, A, [Step]).ToDigest(),
            TestKeys.Of(Smoke with { Name = "Other", Image = "Renamed", Start = new ServiceStart(Place, 8080, TimeSpan.FromHours(1)) }, A, [Step]).ToDigest());
}
