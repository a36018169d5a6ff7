using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using BuildKit.Engine.Native;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Store;
using BuildKit.Engine.Tests.Scheduling;
using BuildKit.Engine.Verification;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using Microsoft.Win32.SafeHandles;

namespace BuildKit.Engine.Tests.Verification;

/// <summary>Damage of every kind is found, a repair removes it and nothing else, and the next build gives the same digest.</summary>
public sealed class StoreVerifierTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_wrong_with_what_builds_make()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        world.WriteContext("files/a", "a");
        world.WriteContext("files/sub/b", "b");
        GraphSketch sketch = world.Sketch();
        StepRef files = sketch.Copy(sketch.Base(), "files", "/files");
        StepRef odd = sketch.Run(
            files,
            "busybox ln /files/a /files/second; busybox ln -s a /link; busybox mkfifo /fifo; busybox chmod 4755 /files/a; busybox chown 5:6 /files/sub; busybox mkdir -m 0 /closed; busybox rm -rf /files/sub; busybox mkdir /files/sub; echo c > /files/sub/c; : > /empty");
        await world.BuildAsync(sketch, sketch.Image("App", sketch.Run(odd, "busybox rm -r /files")));

        VerificationReport report = await VerifyAsync(world, repair: false);

        Assert.Empty(report.Findings);
        Assert.All(report.Checked.Where(kind => kind.Name is not ("passes" or "referrers")), kind => Assert.NotEqual(0, kind.Count));
    }

    [Theory]
    [InlineData("a flipped byte of a blob of a layer", "BK4222", "BK4226")]
    [InlineData("a flipped byte of a manifest", "BK4222", "BK4226")]
    [InlineData("a truncated blob", "BK4222", "BK4226")]
    [InlineData("a blob that is gone", "BK4226")]
    [InlineData("a foreign file among the blobs", "BK4222")]
    [InlineData("a flipped byte of a file", "BK4223", "BK4224")]
    [InlineData("a truncated file", "BK4223", "BK4224")]
    [InlineData("a file that is gone", "BK4223", "BK4224")]
    [InlineData("an added file", "BK4223", "BK4224")]
    [InlineData("another mode", "BK4223", "BK4224")]
    [InlineData("another owner", "BK4223", "BK4224")]
    [InlineData("an added attribute", "BK4223", "BK4224")]
    [InlineData("a file that became a link", "BK4223", "BK4224")]
    [InlineData("a flipped byte of an index of a layer", "BK4223", "BK4224")]
    [InlineData("an index of a layer that is gone", "BK4223", "BK4224")]
    [InlineData("a layer that is gone", "BK4224")]
    [InlineData("a layer of a base", "BK4223")]
    [InlineData("a flipped byte of a result", "BK4224")]
    [InlineData("a truncated result", "BK4224")]
    [InlineData("a pass that cannot be read", "BK4225")]
    [InlineData("a truncated name", "BK4221")]
    [InlineData("a referrer whose manifest is gone", "BK4227")]
    [InlineData("an index that is no database", "BK4228")]
    public async Task Damage_is_found_removed_and_made_again(string damage, params string[] codes)
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world);
        string path = await DamageAsync(world, first, damage);

        VerificationReport found = await VerifyAsync(world, repair: false);
        Assert.Equal(codes, found.Findings.Select(finding => finding.Code).Distinct());
        Assert.Contains(found.Findings, finding => finding.Path == path);
        Assert.False(found.IsRepaired);
        string[] before = Everything(world);

        VerificationReport repaired = await VerifyAsync(world, repair: true);

        Assert.Equal(found.Findings, repaired.Findings);
        Assert.True(repaired.IsRepaired);
        Assert.Equal(before.Where(entry => !found.Findings.Any(finding => (entry + "/").StartsWith(finding.Path + "/", StringComparison.Ordinal))), Everything(world));
        world.Reopen();
        Assert.Empty((await VerifyAsync(world, repair: false)).Findings);
        Assert.Equal(first.Images[0].Manifest, (await BuildAsync(world)).Images[0].Manifest);
        Assert.Empty((await VerifyAsync(world, repair: false)).Findings);
    }

    [Fact]
    public async Task What_is_told_says_which_step_runs_again_and_which_image_is_lost()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        BuildResult first = await BuildAsync(world);
        await DamageAsync(world, first, "a flipped byte of a file");
        await DamageAsync(world, first, "a flipped byte of a blob of a layer");

        ImmutableArray<StoreFinding> findings = (await VerifyAsync(world, repair: false)).Findings;

        Assert.Contains(findings, finding => finding is { Code: "BK4223", Problem: "'/made' has other bytes", Consequence: "the run of 'echo made > /made' runs again" });
        Assert.Contains(findings, finding => finding is { Code: "BK4226", Consequence: "image app:latest must be pulled or built again" });
    }

    [Fact]
    public async Task While_others_use_the_store_it_is_verified_and_not_repaired()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        string path = await DamageAsync(world, await BuildAsync(world), "an added file");
        using LocalStore other = LocalStore.Open(world.Store.Paths);

        Assert.NotEmpty((await VerifyAsync(world, repair: false)).Findings);
        var failure = await Assert.ThrowsAsync<BuildKitException>(() => VerifyAsync(world, repair: true));

        Assert.Equal(ExecutionErrorCodes.StoreInUse, failure.Code);
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public async Task It_stops_where_it_is_told_to()
    {
        using BuildWorld world = await BuildWorld.CreateAsync();
        await BuildAsync(world);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StoreVerifier(world.Store).VerifyAsync(repair: true, TimeSpan.Zero, null, stop.Token));
    }

    private static Task<VerificationReport> VerifyAsync(BuildWorld world, bool repair) => new StoreVerifier(world.Store).VerifyAsync(repair, TimeSpan.Zero, null, Ct);

    private static Task<BuildResult> BuildAsync(BuildWorld world)
    {
        GraphSketch sketch = world.Sketch();
        return world.BuildAsync(sketch, sketch.Image("App", sketch.Write(sketch.Run(sketch.Base(), "echo made > /made"), "/written", "written")));
    }

    // The path that is found to be wrong.
    private static async Task<string> DamageAsync(BuildWorld world, BuildResult built, string damage)
    {
        StorePaths paths = world.Store.Paths;
        Image image = await Image.LoadAsync(world.Store, built.Images[0].Variants[0].Manifest, Ct);
        Layer run = image.Layers[^2];
        string layer = paths.LayerOf(run.DiffId);
        string file = Path.Combine(layer, "fs", "made");
        string result = Directory.GetFiles(paths.Results).First(path => File.ReadAllText(path).Contains(run.DiffId.Hex, StringComparison.Ordinal));
        string name = world.Store.Names.PathOf("app:latest");
        string blob = world.Store.Blobs.PathOf(run.Blob.Digest);
        using SafeFileHandle folder = Posix.OpenDirectory(Path.GetDirectoryName(file)!);
        switch (damage)
        {
            case "a flipped byte of a blob of a layer": return Flip(blob);
            case "a flipped byte of a manifest": return Flip(world.Store.Blobs.PathOf(built.Images[0].Manifest.Digest));
            case "a truncated blob": return Truncate(blob);
            case "a blob that is gone": File.Delete(blob); return name;
            case "a foreign file among the blobs": return Write(Path.Combine(paths.Blobs, "sha256", "notes.txt"), "notes");
            case "a flipped byte of a file": Flip(file); return layer;
            case "a truncated file": Truncate(file); return layer;
            case "a file that is gone": File.Delete(file); return layer;
            case "an added file": Write(file + "2", ""); return layer;
            case "another mode": File.SetUnixFileMode(file, UnixFileMode.UserRead); return layer;
            case "another owner": PosixNames.TryChangeOwner(folder, "made"u8, 7, 7); return layer;
            case "an added attribute": PosixAttributes.TrySet(folder, "made"u8, "user.more", "1"u8); return layer;
            case "a file that became a link": File.Delete(file); File.CreateSymbolicLink(file, "written"); return layer;
            case "a flipped byte of an index of a layer": Flip(Path.Combine(layer, "index")); return layer;
            case "an index of a layer that is gone": File.Delete(Path.Combine(layer, "index")); return layer;
            case "a layer that is gone": SnapshotStore.RemoveTree(layer); return result;
            case "a layer of a base": Write(Path.Combine(paths.LayerOf(image.Layers[0].DiffId), "fs", "more"), ""); return paths.LayerOf(image.Layers[0].DiffId);
            case "a flipped byte of a result": return Write(result, File.ReadAllText(result).Replace("echo made", "echo fade", StringComparison.Ordinal));
            case "a truncated result": return Truncate(result);
            case "a pass that cannot be read": Directory.CreateDirectory(paths.Passes); return Write(paths.PassOf(Digest.Of("pass"u8)), "{}");
            case "a truncated name": return Truncate(name);
            case "a referrer whose manifest is gone":
                Directory.CreateDirectory(Path.Combine(paths.Referrers, built.Images[0].Manifest.Digest.Hex));
                string referrer = Path.Combine(paths.Referrers, built.Images[0].Manifest.Digest.Hex, Digest.Of("gone"u8).Hex);
                File.WriteAllBytes(referrer, DescriptorFile.Format(null, new Descriptor(MediaTypes.OciManifest, Digest.Of("gone"u8), 4)));
                return referrer;
            case "an index that is no database":
                world.Reopen();
                Array.ForEach(Directory.GetFiles(paths.Root, "index.db-*"), File.Delete);
                return Write(paths.Index, new string('x', 5000));
            default: throw new SwitchExpressionException(damage);
        }
    }

    private static string Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Truncate(string path)
    {
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2]);
        return path;
    }

    private static string Write(string path, string text)
    {
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Everything(BuildWorld world) =>
    [
        .. Directory.EnumerateFileSystemEntries(world.Store.Paths.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(path => !path.Contains("index.db", StringComparison.Ordinal) && !path.StartsWith(world.Store.Paths.Temporary, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
