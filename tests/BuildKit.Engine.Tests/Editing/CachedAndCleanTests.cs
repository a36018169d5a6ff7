using BuildKit.Engine.Snapshots;
using BuildKit.Tests.Rounds;

namespace BuildKit.Engine.Tests.Editing;

/// <summary>Random graphs and contexts with random edits between builds: what is cached, here or in a remote cache, never shows in what is built.</summary>
public sealed class CachedAndCleanTests
{
    private const int Edits = 4;

    [Fact]
    public async Task A_cached_build_and_a_clean_build_always_give_the_same_digests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "This runs as root on Linux.");
        string folder = Directory.CreateTempSubdirectory("bk-edit-").FullName;
        try
        {
            using EditedStore bases = await EditedStore.CreateAsync(Path.Combine(folder, "bases"), "");
            await bases.BuildAsync("stage A from \"base\" { Run(\"true\"); } stage B from \"other\" { Run(\"true\"); } image Api from A { }", request => request);
            int built = 0;
            int cached = 0;
            foreach (int seed in TestRounds.Seeds(few: 4, many: 500))
            {
                EditedOutcome[] outcomes = await RoundAsync(seed, bases, Path.Combine(folder, $"{seed}"));
                built += outcomes.Count(outcome => outcome.Failure is null);
                cached += outcomes.Sum(outcome => outcome.Cached);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{built} builds succeeded, in which {cached} steps were cached");
            Assert.True(built > 0 && cached > 0, $"{built} builds succeeded, in which {cached} steps were cached");
        }
        finally
        {
            SnapshotStore.RemoveTree(folder);
        }
    }

    private static async Task<EditedOutcome[]> RoundAsync(int seed, EditedStore bases, string folder)
    {
        Directory.CreateDirectory(folder);
        using var round = await EditedRound.BeginAsync(seed, bases, folder);
        var outcomes = new List<EditedOutcome>();
        for (int edit = 0; edit <= Edits; edit++)
        {
            round.Edit(edit);
            EditedOutcome outcome = await round.BuildAsync();
            while (outcome.Line > 0)
            {
                round.Repair(outcome);
                outcome = await round.BuildAsync();
            }

            outcomes.Add(outcome);
        }

        SnapshotStore.RemoveTree(folder);
        return [.. outcomes];
    }
}
