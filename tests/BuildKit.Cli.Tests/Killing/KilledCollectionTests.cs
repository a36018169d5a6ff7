using System.Diagnostics;
using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Rounds;

namespace BuildKit.Cli.Tests.Killing;

/// <summary>kill -9 at random moments of a collection: nothing is lost that a build cannot make again, and nothing is left.</summary>
public sealed class KilledCollectionTests
{
    [Fact]
    public async Task A_collection_that_is_killed_at_any_moment_leaves_a_store_that_is_whole_and_a_build_that_is_right()
    {
        using var build = new KilledBuild();
        string digest = await build.DigestAsync(1);
        foreach (int seed in TestRounds.Seeds(few: 6, many: 200))
        {
            var random = new Random(seed);
            using (Process gc = build.Folder.Start(["gc", "--keep", "0"]))
            {
                await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
                gc.Kill();
                await gc.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            Leftovers.AssertWhole(build.Folder.Store);
            Assert.True(digest == await build.DigestAsync(1), $"another digest after a kill; to see it again: {TestRounds.Again(seed)}");
            Leftovers.AssertNoneButCgroups(build.Folder, build.Mark);
        }
    }
}
