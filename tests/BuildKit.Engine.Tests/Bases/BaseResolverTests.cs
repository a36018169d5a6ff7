using BuildKit.Engine.Bases;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Graph;
using BuildKit.Graph.Facts;
using BuildKit.Oci;
using BuildKit.Oci.Images;
using BuildKit.Tests.Registries;
using static BuildKit.Engine.Tests.Bases.BaseFixture;

namespace BuildKit.Engine.Tests.Bases;

public sealed class BaseResolverTests
{
    [Fact]
    public async Task A_tag_is_pinned_at_first_use_and_needs_no_network_from_then_on()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage amd = TestImage.Create(1, Amd64, 1000);
        TestImage arm = TestImage.Create(2, Arm64, 1000);
        TestImage index = await fixture.PushAsync(TestImage.Index((Amd64, amd), (Arm64, arm)), "base/sdk", "10");
        ImageReference reference = fixture.Reference("base/sdk:10");
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        BaseImage first = await resolver.ResolveAsync(reference, Amd64, Ct);
        Assert.Equal(amd.Root.Digest, first.Manifest);
        Assert.Equal(Amd64, first.Config.Platform);
        Assert.False(File.Exists(fixture.LockFile));
        Assert.True((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.False((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.Contains(index.Root.Digest.ToString(), await File.ReadAllTextAsync(fixture.LockFile, Ct));

        // The tag moves on; the lock does not.
        await fixture.PushAsync(TestImage.Create(3, Amd64, 1000), "base/sdk", "10");
        fixture.Server.Forget();
        var later = new BaseResolver(fixture.Sources, PullPolicy.Never);
        Assert.Equal(amd.Root.Digest, (await later.ResolveAsync(reference, Amd64, Ct)).Manifest);
        Assert.Empty(fixture.Server.Requests);
        Assert.False((await later.SaveLockAsync(Ct)).IsAny);
    }

    [Fact]
    public async Task Each_platform_has_its_own_pin_and_one_that_the_image_lacks_is_told_with_those_that_it_has()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage amd = TestImage.Create(1, Amd64, 10);
        TestImage arm = TestImage.Create(2, Arm64, 10);
        await fixture.PushAsync(TestImage.Index((Amd64, amd), (Arm64, arm)), "sdk", "1");
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        Assert.Equal(amd.Root.Digest, (await resolver.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct)).Manifest);
        Assert.Equal(arm.Root.Digest, (await resolver.ResolveAsync(fixture.Reference("sdk:1"), Arm64, Ct)).Manifest);
        BuildKitException failure = await Assert.ThrowsAnyAsync<BuildKitException>(
            () => resolver.ResolveAsync(fixture.Reference("sdk:1"), new Platform("linux", "s390x"), Ct));
        Assert.Equal(OciErrorCodes.PlatformMissing, failure.Code);
        Assert.Contains("/sdk:1' (linux/s390x)", failure.Message);

        // A single image is of one platform only.
        await fixture.PushAsync(TestImage.Create(3, Amd64, 10), "single", "1");
        failure = await Assert.ThrowsAnyAsync<BuildKitException>(() => resolver.ResolveAsync(fixture.Reference("single:1"), Arm64, Ct));
        Assert.Equal(OciErrorCodes.PlatformMissing, failure.Code);
    }

    [Fact]
    public async Task Always_takes_up_what_the_tag_names_now()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        var first = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        await first.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct);
        await first.SaveLockAsync(Ct);
        TestImage second = await fixture.PushAsync(TestImage.Create(2, Amd64, 10), "sdk", "1");
        var update = new BaseResolver(fixture.Sources, PullPolicy.Always);
        Assert.Equal(second.Root.Digest, (await update.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct)).Manifest);
        Assert.True((await update.SaveLockAsync(Ct)).IsAny);
        Assert.Contains(second.Root.Digest.ToString(), await File.ReadAllTextAsync(fixture.LockFile, Ct));
    }

    [Fact]
    public async Task A_digest_needs_no_pin()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        ImageReference reference = fixture.Reference($"sdk@{image.Root.Digest}");
        Assert.Equal(image.Root.Digest, (await resolver.ResolveAsync(reference, Amd64, Ct)).Manifest);
        Assert.False((await resolver.SaveLockAsync(Ct)).IsAny);
        Assert.Equal(image.Root.Digest, (await new BaseResolver(fixture.Sources, PullPolicy.Never).ResolveAsync(reference, Amd64, Ct)).Manifest);
    }

    [Fact]
    public async Task A_local_name_is_looked_up_in_the_store_only()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = TestImage.Create(1, Amd64, 10);
        await image.WriteToAsync(fixture.Store, "api:latest", Ct);
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Always);
        Assert.Equal(image.Root.Digest, (await resolver.ResolveAsync(ImageReference.Parse("api"), Amd64, Ct)).Manifest);
        Assert.False((await resolver.SaveLockAsync(Ct)).IsAny);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => resolver.ResolveAsync(ImageReference.Parse("debian:12"), Amd64, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseMissing, failure.Code);
        Assert.Contains("'debian:12'", failure.Message);
        Assert.Contains("docker.io/library/debian:12", failure.Advice);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task What_the_store_holds_under_a_registrys_name_is_taken_before_the_registry_is_asked()
    {
        await using BaseFixture fixture = await StartAsync();
        TestImage image = TestImage.Create(1, Amd64, 10);
        await image.WriteToAsync(fixture.Store, $"{fixture.Server.Host}/sdk:1", Ct);
        var resolver = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        Assert.Equal(image.Root.Digest, (await resolver.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct)).Manifest);
        Assert.Empty(fixture.Server.Requests);
        Assert.True((await resolver.SaveLockAsync(Ct)).IsAny);
    }

    [Fact]
    public async Task A_base_that_does_not_exist_is_told_by_name_and_never_forbids_to_ask()
    {
        await using BaseFixture fixture = await StartAsync();
        ImageReference reference = fixture.Reference("no/such:9");
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new BaseResolver(fixture.Sources, PullPolicy.Missing).ResolveAsync(reference, Amd64, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseMissing, failure.Code);
        Assert.Contains(reference.ToString(), failure.Message);
        fixture.Server.Forget();
        failure = await Assert.ThrowsAsync<BuildKitException>(() => new BaseResolver(fixture.Sources, PullPolicy.Never).ResolveAsync(reference, Amd64, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseNotLocal, failure.Code);
        Assert.Empty(fixture.Server.Requests);
        fixture.Server.Rule = _ => Fault.Answer(500);
        failure = await Assert.ThrowsAsync<BuildKitException>(() => new BaseResolver(fixture.Sources, PullPolicy.Missing).ResolveAsync(reference, Amd64, Ct));
        Assert.Equal(OciErrorCodes.RegistryServerError, failure.Code);
        Assert.StartsWith($"The base '{reference}' (linux/amd64) cannot be had.", failure.Message);
    }

    [Fact]
    public async Task A_pin_whose_image_is_gone_is_told()
    {
        await using BaseFixture fixture = await StartAsync();
        ImageReference reference = fixture.Reference("sdk:1");
        string digest = TestImage.Create(1, Amd64, 10).Root.Digest.ToString();
        string text = $$$$$"""{"version":1,"images":{"{{{{{reference}}}}}":{"linux/amd64":{"manifest":"{{{{{digest}}}}}"}}}}""";
        await File.WriteAllTextAsync(fixture.LockFile, text, Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new BaseResolver(fixture.Sources, PullPolicy.Missing).ResolveAsync(reference, Amd64, Ct));
        Assert.Equal(ExecutionErrorCodes.BaseMissing, failure.Code);
        Assert.Contains("buildkit build --pull", failure.Advice);
    }

    [Fact]
    public async Task A_lock_file_that_is_wrong_or_unwritable_is_told_and_left_alone()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "sdk", "1");
        await File.WriteAllTextAsync(fixture.LockFile, "<<<<<<< ours", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new BaseResolver(fixture.Sources, PullPolicy.Missing).ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct));
        Assert.Equal(GraphDiagnosticCodes.InvalidLockFile, failure.Code);
        Assert.Contains(fixture.LockFile, failure.Message);
        Assert.Equal("<<<<<<< ours", await File.ReadAllTextAsync(fixture.LockFile, Ct));

        var nowhere = new BaseResolver(fixture.Sources with { LockFile = Path.Combine(fixture.LockFile, "buildkit.lock") }, PullPolicy.Missing);
        failure = await Assert.ThrowsAsync<BuildKitException>(async () =>
        {
            await nowhere.ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct);
            await nowhere.SaveLockAsync(Ct);
        });
        Assert.Equal(ExecutionErrorCodes.LockFileUnusable, failure.Code);
    }

    [Theory]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("mkdir \"$1\"")]
    [InlineData("touch \"$1\"")]
    [InlineData("head -c 5000000 /dev/zero > \"$1\"")]
    public async Task A_lock_file_that_is_no_small_file_is_told_and_neither_fills_the_memory_nor_hangs(string script)
    {
        await using BaseFixture fixture = await StartAsync();
        Shell.Run(script, fixture.LockFile);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(
            () => new BaseResolver(fixture.Sources, PullPolicy.Missing).ResolveAsync(fixture.Reference("sdk:1"), Amd64, Ct));
        Assert.Equal(ExecutionErrorCodes.LockFileUnusable, failure.Code);
        Assert.Contains(fixture.LockFile, failure.Message);
    }

    [Fact]
    public async Task Two_builds_that_pin_different_bases_at_once_lose_neither_pin()
    {
        await using BaseFixture fixture = await StartAsync();
        await fixture.PushAsync(TestImage.Create(1, Amd64, 10), "one", "1");
        await fixture.PushAsync(TestImage.Create(2, Amd64, 10), "two", "1");
        using Engine.Store.LocalStore other = fixture.OpenStore();
        var first = new BaseResolver(fixture.Sources, PullPolicy.Missing);
        var second = new BaseResolver(fixture.Sources with { Store = other }, PullPolicy.Missing);
        await first.ResolveAsync(fixture.Reference("one:1"), Amd64, Ct);
        await second.ResolveAsync(fixture.Reference("two:1"), Amd64, Ct);
        await Task.WhenAll(first.SaveLockAsync(Ct), second.SaveLockAsync(Ct));
        string text = await File.ReadAllTextAsync(fixture.LockFile, Ct);
        Assert.Contains("/one:1", text);
        Assert.Contains("/two:1", text);
    }
}
