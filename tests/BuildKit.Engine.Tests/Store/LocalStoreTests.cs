using System.Text;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;

namespace BuildKit.Engine.Tests.Store;

public sealed class LocalStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-store-").FullName;

    private StorePaths Paths => new(Path.Combine(folder, "store"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => SnapshotStore.RemoveTree(folder);

    [Fact]
    public void A_new_store_is_for_its_user_only()
    {
        using LocalStore store = LocalStore.Open(Paths);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Paths.Root));
        Assert.Equal("1\n", File.ReadAllText(store.Paths.VersionFile));
    }

    [Fact]
    public void On_another_system_than_Linux_nothing_is_made_and_the_ways_to_a_Linux_kernel_are_named()
    {
        var failure = Assert.Throws<BuildKitException>(() => LocalStore.Open(Paths, isLinux: false));

        Assert.Equal(ExecutionErrorCodes.LinuxRequired, failure.Code);
        Assert.Contains("WSL2", failure.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Paths.Root));
    }

    [Fact]
    public void A_store_of_a_newer_format_is_refused_and_left_alone()
    {
        LocalStore.Open(Paths).Dispose();
        File.WriteAllText(Paths.VersionFile, "2\n");

        var failure = Assert.Throws<BuildKitException>(() => LocalStore.Open(Paths));

        Assert.Equal(ExecutionErrorCodes.StoreTooNew, failure.Code);
        Assert.NotNull(failure.Advice);
        Assert.Equal("2\n", File.ReadAllText(Paths.VersionFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("-1")]
    public void A_version_that_is_no_number_is_refused(string version)
    {
        LocalStore.Open(Paths).Dispose();
        File.WriteAllText(Paths.VersionFile, version);

        Assert.Equal(ExecutionErrorCodes.StoreUnusable, Assert.Throws<BuildKitException>(() => LocalStore.Open(Paths)).Code);
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_not_taken_for_a_store()
    {
        Directory.CreateDirectory(Path.Combine(Paths.Root, "tmp", "work"));
        File.WriteAllText(Path.Combine(Paths.Root, "tmp", "work", "thesis.txt"), "years of it");

        Assert.Equal(ExecutionErrorCodes.StoreUnusable, Assert.Throws<BuildKitException>(() => LocalStore.Open(Paths)).Code);
        Assert.True(File.Exists(Path.Combine(Paths.Root, "tmp", "work", "thesis.txt")));
    }

    [Fact]
    public void A_store_where_a_file_is_says_so()
    {
        File.WriteAllText(Paths.Root, "a file");

        Assert.Equal(ExecutionErrorCodes.StoreUnusable, Assert.Throws<BuildKitException>(() => LocalStore.Open(Paths)).Code);
    }

    [Fact]
    public void What_a_dead_process_left_is_removed_and_what_a_living_one_makes_is_not()
    {
        using LocalStore living = LocalStore.Open(Paths);
        string work = living.Temporary.NewFolder("work");
        string dead = Path.Combine(Paths.Temporary, "0123456789abcdef");
        Directory.CreateDirectory(Path.Combine(dead, "half-made"));

        using LocalStore second = LocalStore.Open(Paths);

        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(work));
    }

    [Fact]
    public async Task Names_are_kept_listed_moved_and_removed()
    {
        using LocalStore store = LocalStore.Open(Paths);
        Descriptor first = await WriteImageAsync(store, "first");
        Descriptor second = await WriteImageAsync(store, "second");
        await store.TagAsync(first, "web", Ct);
        await store.TagAsync(first, "localhost:5000/dev/api:1.2", Ct);
        await store.TagAsync(second, "web:latest", Ct);

        Assert.Equal(["localhost:5000/dev/api:1.2", "web:latest"], store.Images().Select(image => image.Name));
        Assert.Equal(second, await store.ResolveAsync("web", Ct));
        Assert.Equal(first.Digest, store.Find(first.Digest.Hex[..12])?.Manifest.Digest);
        Assert.Equal(first.Digest, (await store.ResolveAsync(first.Digest.ToString(), Ct))?.Digest);
        Assert.True(store.Remove("web"));
        Assert.False(store.Remove("web"));
        Assert.Null(store.Find("web"));
    }

    [Theory]
    [InlineData("Web")]
    [InlineData("web:")]
    [InlineData("../web")]
    [InlineData("")]
    public async Task What_is_no_name_is_refused(string name)
    {
        using LocalStore store = LocalStore.Open(Paths);
        Descriptor image = await WriteImageAsync(store, "image");

        var failure = await Assert.ThrowsAsync<BuildKitException>(() => store.TagAsync(image, name, Ct));

        Assert.Equal(ExecutionErrorCodes.ImageNameInvalid, failure.Code);
    }

    [Fact]
    public async Task A_damaged_name_is_no_name_and_can_be_given_again()
    {
        using LocalStore store = LocalStore.Open(Paths);
        Descriptor image = await WriteImageAsync(store, "image");
        await store.TagAsync(image, "web", Ct);
        File.WriteAllText(Directory.GetFiles(Paths.Names).Single(), "{\"name\":");

        Assert.Null(store.Find("web"));
        Assert.Empty(store.Images());
        await store.TagAsync(image, "web", Ct);
        Assert.Equal(image.Digest, store.Find("web")?.Manifest.Digest);
    }

    [Fact]
    public async Task A_manifest_with_a_subject_is_found_by_it()
    {
        using LocalStore store = LocalStore.Open(Paths);
        Descriptor image = await WriteImageAsync(store, "image");
        Descriptor empty = await store.WriteBytesAsync(MediaTypes.OciEmpty, "{}"u8.ToArray(), Ct);
        var evidence = new ImageManifest(MediaTypes.OciManifest, empty, [empty]) { ArtifactType = "text/evidence", Subject = image };
        Descriptor written = await store.WriteBytesAsync(MediaTypes.OciManifest, ImageManifestJson.Write(evidence), Ct);

        Assert.Equal([written.Digest], (await store.ReferrersAsync(image.Digest, null, Ct)).Select(referrer => referrer.Digest));
        Assert.Single(await store.ReferrersAsync(image.Digest, "text/evidence", Ct));
        Assert.Empty(await store.ReferrersAsync(image.Digest, "text/other", Ct));
    }

    [Fact]
    public void The_users_own_folder_is_the_default_and_BUILDKIT_HOME_comes_first()
    {
        Assert.Equal("/h/.local/share/buildkit", StorePaths.FromEnvironment(new Dictionary<string, string> { ["HOME"] = "/h" }).Root);
        Assert.Equal("/d/buildkit", StorePaths.FromEnvironment(new Dictionary<string, string> { ["HOME"] = "/h", ["XDG_DATA_HOME"] = "/d" }).Root);
        Assert.Equal("/b", StorePaths.FromEnvironment(new Dictionary<string, string> { ["HOME"] = "/h", ["BUILDKIT_HOME"] = "/b" }).Root);
    }

    [Theory]
    [InlineData("")]
    [InlineData("home")]
    public void A_user_without_a_home_gets_the_one_of_the_user_database_and_never_a_relative_one(string home) =>
        Assert.True(Path.IsPathRooted(StorePaths.FromEnvironment(new Dictionary<string, string> { ["HOME"] = home }).Root));

    private static async Task<Descriptor> WriteImageAsync(LocalStore store, string author)
    {
        var platform = new Platform("linux", "amd64");
        Image image = Image.Scratch(platform);
        return await (image with { Config = image.Config with { Author = author } }).SaveAsync(store, null, Ct) with { Platform = null };
    }
}
