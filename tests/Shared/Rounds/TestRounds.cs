using System.Globalization;

namespace BuildKit.Tests.Rounds;

/// <summary>
/// How often a random test goes round, and with which seeds: those of a normal run are the same every time. <c>BUILDKIT_TEST_ROUNDS</c> says another
/// number of rounds, <c>BUILDKIT_TEST_SEED</c> the seed of the first one; each further round has the next seed.
/// </summary>
internal static class TestRounds
{
    /// <summary>The seeds, one for each round.</summary>
    /// <param name="few">How many a normal run takes.</param>
    /// <param name="many">How many <c>tests/run.sh --full</c> takes, which says <c>full</c>.</param>
    public static IEnumerable<int> Seeds(int few, int many)
    {
        string? rounds = Environment.GetEnvironmentVariable("BUILDKIT_TEST_ROUNDS");
        int count = rounds switch
        {
            null or "" => few,
            "full" => many,
            _ => int.Parse(rounds, CultureInfo.InvariantCulture),
        };
        return Enumerable.Range(First(), count);
    }

    /// <summary>What to set so that one round runs again, and no other.</summary>
    public static string Again(int seed) => $"BUILDKIT_TEST_SEED={seed} BUILDKIT_TEST_ROUNDS=1";

    private static int First() =>
        Environment.GetEnvironmentVariable("BUILDKIT_TEST_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 1;
}
