using BuildKit.Cli.Tests.Processes;
using BuildKit.Tests.Registries;

namespace BuildKit.Cli.Tests.Commands;

/// <summary>What <c>buildkit deploy</c> says of a release beside it.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public async Task The_same_release_deployed_again_leaves_the_same_evidence_and_no_more()
    {
        await using Journey journey = await Journey.BeginAsync();
        await journey.SucceedAsync("deploy", "Dev");
        string[] first = await WrittenAsync(journey);
        await journey.SucceedAsync("deploy", "Dev");
        Assert.Equal(first, await WrittenAsync(journey));
    }

    /// <summary>The manifests that were ever put into dev by their digests, fallback tags aside.</summary>
    private static async Task<string[]> WrittenAsync(Journey journey) =>
    [
        .. (await journey.Registry("Dev").RequestsAsync(TestContext.Current.CancellationToken))
            .Where(line => line.Method == "PUT" && line.Path.Contains("/manifests/sha256:", StringComparison.Ordinal))
            .Select(line => line.Path).Distinct().Order(StringComparer.Ordinal),
    ];
}
