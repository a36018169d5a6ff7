using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Snapshots;

public sealed class UnpackTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SnapshotStore store;

    public UnpackTests() => store = folder.Store();

    [Fact]
    public void What_is_unpacked_is_on_disk_and_in_the_index()
    {
        Digest layer = TestTar.Unpack(store, TestTar.Raw(
            ("usr/", '5', "", ""), ("usr/file", '0', "", "text"), ("usr/name", '1', "usr/file", ""), ("link", '2', "/usr/../etc", ""), ("deep/er/file", '0', "", "x")));
        string fs = store.PathOf(layer);
        Assert.Equal("text", File.ReadAllText(fs + "/usr/name"));
        Assert.Equal("/usr/../etc", new FileInfo(fs + "/link").LinkTarget);
        LayerIndex index = store.OpenIndex(layer);
        Assert.Equal(["/deep", "/deep/er", "/deep/er/file", "/link", "/usr", "/usr/file", "/usr/name"], index.All().Paths());
        Assert.True(index.Find(LayerPath.Parse("deep"))!.IsImplied);
        Assert.Equal("/usr/file", index.Find(LayerPath.Parse("usr/name"))!.HardLink.ToString());
        Assert.Equal(Digest.Of("text"u8), index.Find(LayerPath.Parse("usr/name"))!.Content);
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void An_entry_below_a_link_is_refused_and_nothing_outside_is_touched()
    {
        string outside = folder.MakeFolder("outside");
        foreach (string target in (string[])[outside, "../../../../../../../.." + outside, "."])
        {
            Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("a", '2', target, ""), ("a/file", '0', "", "x")));
            Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("a", '2', target, ""), ("a/b/", '5', "", "")));
        }

        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public void A_file_written_over_a_link_replaces_the_link_and_not_its_target()
    {
        string victim = folder.Write("victim", "safe");
        Digest layer = TestTar.Unpack(store, TestTar.Raw(("a", '2', victim, ""), ("a", '0', "", "new")));
        Assert.Equal("safe", File.ReadAllText(victim));
        Assert.Equal("new", File.ReadAllText(store.PathOf(layer) + "/a"));
    }

    [Fact]
    public void Contradictions_within_a_layer_are_refused()
    {
        Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("a/", '5', "", ""), ("a/b", '0', "", "x"), ("a", '0', "", "y")));
        Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("a", '0', "", "x"), ("a/b", '0', "", "y")));
        Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("a", '1', "nowhere", "")));
        Refuses(ExecutionErrorCodes.LayerRefused, TestTar.Raw(("d/", '5', "", ""), ("a", '1', "d", "")));
    }

    [Fact]
    public void A_device_that_overlayfs_takes_for_a_removed_file_is_refused_before_it_is_made() =>
        Refuses(OciErrorCodes.LayerUnsupported, TestTar.Raw(("a", '3', "", "")));

    [Fact]
    public void Names_that_leave_the_root_are_refused()
    {
        foreach (string name in (string[])["../escape", "a/../../escape"])
        {
            Assert.ThrowsAny<BuildKitException>(() => TestTar.Unpack(store, TestTar.Raw((name, '0', "", "x"))));
        }

        Assert.False(File.Exists(folder["store/escape"]) || File.Exists(folder["store/tmp/escape"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void Whiteouts_become_devices_and_hide_lower_layers_only()
    {
        Digest layer = TestTar.Unpack(store, TestTar.Raw((".wh.gone", '0', "", ""), (".wh.kept", '0', "", ""), ("kept/", '5', "", ""), ("kept/x", '0', "", "1"), ("o/", '5', "", ""), ("o/.wh..wh..opq", '0', "", "")));
        LayerIndex index = store.OpenIndex(layer);
        Assert.Equal(TreeEntryKind.Whiteout, index.Find(LayerPath.Parse("gone"))!.Kind);
        Assert.True(index.Find(LayerPath.Parse("kept"))!.IsOpaque);
        Assert.True(index.Find(LayerPath.Parse("o"))!.IsOpaque);
        Assert.Equal("character special file 0 0", Shell.Run("stat -c '%F %t %T' \"$1\"", store.PathOf(layer) + "/gone").Trim());
        Assert.Equal("y", Shell.Run("getfattr -h --only-values -n user.overlay.opaque \"$1\" 2>/dev/null", store.PathOf(layer) + "/o"));
    }

    [Fact]
    public void Other_bytes_than_the_digest_says_leave_nothing_behind()
    {
        byte[] tar = TestTar.Raw(("a", '0', "", "x"));
        var error = Assert.Throws<BuildKitException>(() => store.Unpack(tar, Digest.Of("other"u8)));
        Assert.Equal(ExecutionErrorCodes.LayerDigestMismatch, error.Code);
        Assert.ThrowsAny<BuildKitException>(() => store.Unpack(tar[..700], Digest.Of(tar)));
        Assert.False(Directory.Exists(folder["store/layers"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public async Task Many_at_once_make_one_layer()
    {
        byte[] tar = TestTar.Raw(("a/", '5', "", ""), ("a/b", '0', "", new string('x', 100000)));
        Digest diffId = Digest.Of(tar);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => folder.Store().UnpackAsync(new MemoryStream(tar), diffId, CancellationToken.None))));
        Assert.True(store.Contains(diffId));
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void A_layer_that_is_not_there_is_an_error() =>
        Assert.Equal(ExecutionErrorCodes.LayerMissing, Assert.Throws<BuildKitException>(() => store.OpenIndex(Digest.Of("nothing"u8))).Code);

    [Fact]
    public void A_full_disk_names_the_path_and_leaves_nothing()
    {
        OnSmallDisk(small =>
        {
            var full = new SnapshotStore(small + "/layers", small + "/tmp");
            var error = Assert.Throws<BuildKitException>(() => TestTar.Unpack(full, TestTar.Raw(("big", '0', "", new string('x', 1_000_000)))));
            Assert.Equal(ExecutionErrorCodes.DiskFull, error.Code);
            Assert.Contains("big", error.Message);
            Assert.NotNull(error.Advice);
            Assert.Empty(Directory.GetFileSystemEntries(small + "/tmp"));
        });
    }

    [Fact]
    public void A_disk_that_became_read_only_refuses_access_by_a_code()
    {
        OnSmallDisk(small =>
        {
            var disk = new SnapshotStore(small + "/layers", small + "/tmp");
            Digest layer = TestTar.Unpack(disk, TestTar.Raw(("a", '0', "", "x")));
            Shell.Run("mount -o remount,ro \"$1\"", small);
            var error = Assert.Throws<BuildKitException>(() => SnapshotStore.RemoveTree(disk.PathOf(layer)));
            Assert.Equal(ExecutionErrorCodes.AccessDenied, error.Code);
            Assert.Contains(disk.PathOf(layer)[..^3], error.Message);
            Assert.True(disk.Contains(layer));
        });
    }

    [Fact]
    public void Layers_on_another_disk_than_the_temporary_folder_are_a_failure_that_leaves_nothing()
    {
        OnSmallDisk(small =>
        {
            var split = new SnapshotStore(small + "/layers", folder["tmp"]);
            var error = Assert.Throws<BuildKitException>(() => TestTar.Unpack(split, TestTar.Raw(("a", '0', "", "x"))));
            Assert.Equal(ExecutionErrorCodes.DiskFailed, error.Code);
            Assert.Contains("Cannot move a layer to", error.Message);
            Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
            Assert.Empty(Directory.GetFileSystemEntries(small + "/layers"));
        });
    }

    [Fact]
    public void Capabilities_special_bits_owners_and_binary_names_survive()
    {
        Assert.SkipUnless(Shell.IsRoot, "Owners need root.");
        byte[] capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        LayerPath path = LayerPath.Root.Append([0xff, (byte)'x']);
        var entry = new LayerEntry
        {
            Path = path, Kind = LayerEntryKind.File, Mode = 0x9ED, Uid = 1654, Gid = 7, Size = 1, ModificationTime = 1234,
            ExtendedAttributes = [new ExtendedAttribute("security.capability", ByteString.Copy(capability)), new ExtendedAttribute("user.binary", ByteString.Copy([0, 1, 255]))],
        };
        Digest layer = TestTar.Unpack(store, [(entry, "x"u8.ToArray())]);
        Assert.Equal(["security.capability", "user.binary"], store.OpenIndex(layer).Find(path)!.Attributes.Select(attribute => attribute.Name));
        Assert.Equal("4755 1654:7 1234", Shell.Run("stat -c '%a %u:%g %Y' \"$1\"/*", store.PathOf(layer)).Trim());
        Assert.Equal("0x0100000200040000000000000000000000000000", Shell.Run("getfattr -h -e hex -n security.capability \"$1\"/* 2>/dev/null | grep -o '0x.*'", store.PathOf(layer)).Trim());
    }

    public void Dispose() => folder.Dispose();

    private void OnSmallDisk(Action<string> test)
    {
        Assert.SkipUnless(Shell.IsRoot, "Mounting a small disk needs root.");
        string small = folder.MakeFolder("small");
        Shell.Run("mount -t tmpfs -o size=256k tmpfs \"$1\"", small);
        try
        {
            test(small);
        }
        finally
        {
            Shell.Run("umount \"$1\"", small);
        }
    }

    private void Refuses(string code, byte[] tar)
    {
        Assert.Equal(code, Assert.Throws<BuildKitException>(() => TestTar.Unpack(store, tar)).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }
}
