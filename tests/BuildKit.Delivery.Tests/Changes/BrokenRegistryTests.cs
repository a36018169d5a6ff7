using BuildKit.Delivery.Changes;
using BuildKit.Delivery.Environments;
using BuildKit.Delivery.Releases;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using static BuildKit.Delivery.Tests.DeliveryWorld;

namespace BuildKit.Delivery.Tests.Changes;

public sealed class BrokenRegistryTests
{
    [Fact]
    public async Task Wherever_the_registry_stops_the_tag_names_a_whole_release_and_the_next_try_completes()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release first = await world.BuildAsync(1);
        Release second = await world.BuildAsync(2, "api", "web");
        await world.DeployAsync("Dev", first);
        await world.DeployAsync("Dev", second);
        await using var server = new FaultServer(world.Registry("Staging").Host);
        int failures = 0;
        for (int last = 0; ; last++)
        {
            EnvironmentRepositories broken = world.At("Staging", server.Host, $"try{last}/shop");
            EnvironmentRepositories whole = world.At("Staging", null, $"try{last}/shop");
            await PromoteAsync(world.At("Dev"), whole, first.Digest);

            // The content is there already, so that every stop is one among tags, records and evidence.
            await ReleaseCopy.RunAsync(name => world.At("Dev").Image(second, name), whole, second, null, Ct);
            int writes = 0;
            server.Rule = request => request.IsManifestWrite && Interlocked.Increment(ref writes) > last ? Fault.Answer(403) : null;
            Exception? failure = await Record.ExceptionAsync(() => PromoteAsync(world.At("Dev"), broken, second.Digest));
            Digest? tag = (await whole.Home.ResolveAsync("staging", Ct))?.Digest;
            Release inEffect = tag == second.Digest ? second : first;
            Assert.Equal(inEffect.TagTarget.Digest, tag);
            Assert.Equal(inEffect.Digest, (await StateAsync(whole)).Current().Release);
            await PromoteAsync(world.At("Dev"), whole, second.Digest);
            EnvironmentState state = await StateAsync(whole);
            Assert.Equal(TagState.Agrees, state.Tag);
            Assert.Empty(state.Strays);
            Assert.Equal([first.Digest, second.Digest], state.History.Select(record => record.Release));
            if (failure is null)
            {
                break;
            }

            failures++;
            Assert.IsAssignableFrom<BuildKitException>(failure);
        }

        Assert.InRange(failures, 8, 30);
    }

    [Fact]
    public async Task A_registry_that_cuts_connections_half_way_leaves_the_environment_as_it_was()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release first = await world.BuildAsync(1);
        await world.DeployAsync("Dev", first);
        await world.PromoteAsync("Dev", "Staging");
        Release second = await world.BuildAsync(2);
        await world.DeployAsync("Dev", second);
        await using var server = new FaultServer(world.Registry("Staging").Host);
        int uploads = 0;
        server.Rule = request => request.IsUpload && ++uploads > 1 ? new Fault { CutRequest = true } : null;
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => PromoteAsync(world.At("Dev"), world.At("Staging", server.Host)));
        Assert.Equal(OciErrorCodes.RegistryConnectionCut, failure.Code);
        Assert.Equal(first.Digest, (await world.StateAsync("Staging")).Current().Release);
        server.Rule = _ => null;
        await PromoteAsync(world.At("Dev"), world.At("Staging", server.Host));
        Assert.Equal(second.Digest, (await world.StateAsync("Staging")).Current().Release);
    }

    [Fact]
    public async Task A_registry_that_takes_no_writes_says_so_and_keeps_what_it_has()
    {
        using var storage = new TestFolder();
        await using DeliveryWorld world = await StartAsync("Dev");
        await world.AddAsync("Staging", new RegistryProcessOptions { Storage = storage.Path });
        Release first = await world.BuildAsync(1);
        await world.DeployAsync("Dev", first);
        await world.PromoteAsync("Dev", "Staging");
        await world.DeployAsync("Dev", await world.BuildAsync(2));
        await world.Registry("Staging").DisposeAsync();
        await world.AddAsync("Staging", new RegistryProcessOptions { Storage = storage.Path, ReadOnly = true });
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging"));
        Assert.Equal(OciErrorCodes.RegistryRefused, failure.Code);
        Assert.Contains(world.Registry("Staging").Host, failure.Message);
        Assert.Equal(first.Digest, (await world.StateAsync("Staging")).Current().Release);
    }

    [Fact]
    public async Task A_registry_without_room_says_so_and_takes_the_release_when_there_is_some()
    {
        await using TemporaryDisk disk = await TemporaryDisk.MountAsync("200k");
        await using DeliveryWorld world = await StartAsync("Dev");
        await world.AddAsync("Staging", new RegistryProcessOptions { Storage = disk.Folder });
        Release release = await world.BuildAsync(1, [.. Enumerable.Range(0, 40).Select(index => $"image{index}")]);
        await world.DeployAsync("Dev", release);
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => world.PromoteAsync("Dev", "Staging"));
        Assert.Equal(OciErrorCodes.RegistryStorageFull, failure.Code);
        Assert.Equal(TagState.NeverDeployed, (await world.StateAsync("Staging")).Tag);
        await disk.GrowAsync("100m");
        await world.PromoteAsync("Dev", "Staging");
        Assert.Equal(release.Digest, (await world.StateAsync("Staging")).Current().Release);
        await world.Registry("Staging").KillAsync();
    }

    [Fact]
    public async Task Other_bytes_than_the_digest_says_are_not_promoted()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        string layer = (await world.At("Dev").Home.ReadManifestAsync(release.Images[0].Image, Ct)).Manifest!.Layers[0].Digest.ToString();
        await using var server = new FaultServer(world.Registry("Dev").Host);
        server.Rule = request => new Fault { FlipByte = request.IsBlobRead && request.Path.EndsWith(layer, StringComparison.Ordinal) };
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => PromoteAsync(world.At("Dev", server.Host), world.At("Staging")));
        Assert.Equal(OciErrorCodes.ContentMismatch, failure.Code);
        Assert.Null(await world.TagAsync("Staging"));
    }

    [Fact]
    public async Task A_record_that_was_edited_in_the_registry_is_told_and_nothing_is_built_on_it()
    {
        using var storage = new TestFolder();
        await using DeliveryWorld world = await StartAsync("Dev");
        await world.AddAsync("Staging", new RegistryProcessOptions { Storage = storage.Path });
        await world.DeployAsync("Dev", await world.BuildAsync(1));
        await world.PromoteAsync("Dev", "Staging");
        Digest record = (await world.StateAsync("Staging")).Current().Digest;
        string file = Path.Combine(storage.Path, "docker/registry/v2/blobs/sha256", record.Hex[..2], record.Hex, "data");
        string text = await File.ReadAllTextAsync(file, Ct);
        await File.WriteAllTextAsync(file, text.Replace("\"anna\"", "\"nina\"", StringComparison.Ordinal), Ct);
        await world.DeployAsync("Dev", await world.BuildAsync(2));
        foreach (Func<Task> action in new Func<Task>[] { () => world.StateAsync("Staging"), () => world.PromoteAsync("Dev", "Staging") })
        {
            BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(action);
            Assert.Equal(DeliveryErrorCodes.RecordInvalid, failure.Code);
            Assert.Contains("edited or removed", failure.Message);
        }

        await File.WriteAllTextAsync(file, text, Ct);
        await world.PromoteAsync("Dev", "Staging");
        Assert.Equal(2, (await world.StateAsync("Staging")).History.Length);
    }

    [Fact]
    public async Task A_tag_without_its_record_says_so_and_the_next_try_enters_it()
    {
        await using DeliveryWorld world = await StartAsync("Dev", "Staging");
        Release release = await world.BuildAsync(1);
        await world.DeployAsync("Dev", release);
        await using var server = new FaultServer(world.Registry("Staging").Host);
        bool moved = false;
        server.Rule = request =>
        {
            bool broken = moved && request.Method == "PUT";
            moved |= request.IsManifestWrite && request.Path.EndsWith("/staging", StringComparison.Ordinal);
            return broken ? Fault.Answer(403) : null;
        };
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => PromoteAsync(world.At("Dev"), world.At("Staging", server.Host)));
        Assert.Equal(DeliveryErrorCodes.RecordNotEntered, failure.Code);
        EnvironmentState state = await world.StateAsync("Staging");
        Assert.Equal((TagState.Unentered, release.Digest), (state.Tag, state.Current().Release));
        Assert.True((await world.PromoteAsync("Dev", "Staging")).WasThere);
        Assert.Equal(TagState.Agrees, (await world.StateAsync("Staging")).Tag);
    }
}
