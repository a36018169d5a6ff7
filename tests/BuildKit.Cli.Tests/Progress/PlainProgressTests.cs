using BuildKit.Cli.Progress;

namespace BuildKit.Cli.Tests.Progress;

public sealed class PlainProgressTests
{
    [Fact]
    public void A_build_is_a_line_for_everything_that_happens()
    {
        string expected = $"""
            #1 [Build 1/3] CACHED From localhost:5000/sdk:1
            #2 [Build 2/3] Copy . to /src
            #2 0.01 30.0 MB of 120 MB
            #2 done in 28 ms, 120 MB (files of Copy changed: Program.cs)
            #3 [Build 3/3] Run make all
            #3 0.46 compiling    Api
            #3 0.86 warning: odd
            #3 done in 1.5 s, 4.56 MB
            #4 done in 9 ms
            api:latest  {RecordedBuild.Result.Images[0].Manifest.Digest}  linux/amd64  12.3 MB
            4 steps: 1 cached, 3 ran, in 1.6 s
            pushed localhost:5000/api:1  {RecordedBuild.Result.Images[0].Manifest.Digest}

            """;
        Assert.Equal(expected, ProgressText.Play(output => new PlainProgress(output), useColor: false, null));
    }

    [Fact]
    public void A_remote_cache_is_named_where_it_gave_fails_and_took()
    {
        Assert.StartsWith(
            """
            #3 [Build 3/3] CACHED Run make all (from localhost:5000/cache:main)
            warning BK4231: The remote cache localhost:5000/other:main cannot be read any further. Try later.
            cached to localhost:5000/cache:main  7 steps, 1.50 kB sent

            """,
            ProgressText.PlayCaches(output => new PlainProgress(output)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_step_prints_cannot_reach_the_terminal_as_a_command()
    {
        string text = ProgressText.Play(output => new PlainProgress(output), useColor: true, null);
        Assert.DoesNotContain("\e[2J", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]", text, StringComparison.Ordinal);
        Assert.Contains("\e[36m#3\e[0m", text, StringComparison.Ordinal);
    }
}
