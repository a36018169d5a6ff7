using BuildKit.Engine.Bases;
using BuildKit.Engine.Fetches;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Registry;

namespace BuildKit.Engine.Tests.Fetches;

/// <summary>The fetches of <c>buildkit.lock</c> on disk.</summary>
public sealed class FetchLockTests
{
    [Fact]
    public async Task A_lock_that_would_be_too_large_to_read_is_not_written()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        using var registries = new RegistryClient(RegistryOptions.Default);
        string path = Path.Combine(world.Folder, "buildkit.lock");
        var fetches = new FetchLock(new BaseSources(world.Store, registries, path), PullPolicy.Missing);
        await fetches.AddAsync(new Dictionary<string, Digest> { ["https://a.example/"] = Digest.Of("a"u8) }, BuildWorld.Ct);
        string before = File.ReadAllText(path);
        var many = Enumerable.Range(0, 20).ToDictionary(i => $"https://a.example/{i}/{new string('x', 1 << 20)}", _ => Digest.Of("a"u8));
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => fetches.AddAsync(many, BuildWorld.Ct));
        Assert.Equal("BK4278", failure.Code);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public async Task What_changes_is_given_back_and_what_others_wrote_stays()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        using var registries = new RegistryClient(RegistryOptions.Default);
        var sources = new BaseSources(world.Store, registries, Path.Combine(world.Folder, "buildkit.lock"));
        var one = new FetchLock(sources, PullPolicy.Missing);
        var other = new FetchLock(sources, PullPolicy.Missing);
        Assert.Null(one.Find("https://a.example/"));
        Assert.Empty(await other.AddAsync(new Dictionary<string, Digest> { ["https://b.example/"] = Digest.Of("b"u8) }, BuildWorld.Ct));
        Assert.Empty(await one.AddAsync(new Dictionary<string, Digest> { ["https://a.example/"] = Digest.Of("a"u8), ["https://b.example/"] = Digest.Of("b"u8) }, BuildWorld.Ct));
        Assert.Equal(
            [("https://a.example/", Digest.Of("a"u8), Digest.Of("c"u8))],
            await other.AddAsync(new Dictionary<string, Digest> { ["https://a.example/"] = Digest.Of("c"u8) }, BuildWorld.Ct));

        var locked = new FetchLock(sources, PullPolicy.Locked);
        Assert.Empty(await locked.AddAsync(new Dictionary<string, Digest> { ["https://b.example/"] = Digest.Of("x"u8) }, BuildWorld.Ct));
        Assert.Equal(Digest.Of("b"u8), locked.Find("https://b.example/"));
        Assert.Equal(Digest.Of("c"u8), locked.Find("https://a.example/"));
    }
}
