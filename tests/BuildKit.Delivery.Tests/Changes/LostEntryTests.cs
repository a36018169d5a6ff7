using System.Collections.Immutable;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using BuildKit.Oci.Registry;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Changes;

/// <summary>A registry without the referrers API keeps the log under a tag, which the slower of two processes can write from an older state.</summary>
public sealed class LostEntryTests
{
    [Fact]
    public async Task A_record_that_the_log_has_lost_is_found_beside_its_release()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release[] releases = [await world.BuildAsync(1), await world.BuildAsync(2), await world.BuildAsync(3)];
        foreach (Release release in releases)
        {
            await world.DeployAsync("Dev", release);
        }

        ImmutableArray<Descriptor> entries = await EntriesAsync(world);
        await WriteLogAsync(world, [entries[^1]]);
        Assert.Equal(releases.Select(release => release.Digest), await world.HistoryAsync("Dev"));
        await world.DeployAsync("Dev", releases[0]);
        Assert.Equal([.. releases.Select(release => release.Digest), releases[0].Digest], await world.HistoryAsync("Dev"));
    }

    [Fact]
    public async Task A_record_whose_entry_another_process_overwrites_is_entered_once_more()
    {
        await using DeliveryWorld world = await StartAsync("Dev");
        Release first = await world.BuildAsync(1);
        Release second = await world.BuildAsync(2);
        await world.DeployAsync("Dev", first);
        ImmutableArray<Descriptor> stale = await EntriesAsync(world);
        await using var server = new FaultServer(world.Registry("Dev").Host);
        string tag = "/" + LogTag;
        int reads = -1;
        bool overwritten = false;
        server.Rule = request =>
        {
            if (request.Path.EndsWith(tag, StringComparison.Ordinal))
            {
                // Right behind the writer's own look at what it has written.
                reads = request.IsManifestWrite ? 0 : reads < 0 ? reads : reads + 1;
                if (reads == 2 && !overwritten)
                {
                    overwritten = true;
                    WriteLogAsync(world, stale).GetAwaiter().GetResult();
                }
            }

            return null;
        };
        await world.Deployment(second).RunAsync(world.At("Dev", server.Host), null, Ct);
        Assert.True(overwritten);
        Assert.Equal(2, (await EntriesAsync(world)).Length);
        Assert.Equal([first.Digest, second.Digest], await world.HistoryAsync("Dev"));
    }

    private static Descriptor Anchor => EnvironmentAnchor.Of(new DeliveryEnvironment("Dev", new ImageReference("localhost", "dev/api", null, null))).Manifest;

    private static string LogTag => $"sha256-{Anchor.Digest.Hex}";

    private static Task<ImmutableArray<Descriptor>> EntriesAsync(DeliveryWorld world) => world.At("Dev").Home.ReferrersAsync(Anchor.Digest, null, Ct);

    private static async Task WriteLogAsync(DeliveryWorld world, ImmutableArray<Descriptor> entries)
    {
        RegistryRepository home = world.At("Dev").Home;
        await home.TagAsync(await home.WriteBytesAsync(MediaTypes.OciIndex, ImageIndexJson.Write(new ImageIndex(MediaTypes.OciIndex, entries)), Ct), LogTag, Ct);
    }
}
