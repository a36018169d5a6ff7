using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Snapshots;

public sealed class CommitTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SnapshotStore store;
    private readonly Digest baseLayer;

    public CommitTests()
    {
        store = folder.Store();
        baseLayer = TestTar.Unpack(store, TestTar.Raw(
            ("etc/", '5', "", ""), ("etc/conf", '0', "", "one"), ("d/", '5', "", ""), ("d/x", '0', "", "x"), ("d/y", '0', "", "y"), ("d/sub/", '5', "", ""), ("d/sub/z", '0', "", "z"), ("l", '2', "d", "")));
    }

    [Fact]
    public void A_step_that_changes_nothing_by_meaning_gives_no_layer()
    {
        Assert.Null(Run("true"));
        Assert.Null(Run("touch etc/conf"));
        Assert.Null(Run("chmod 600 etc/conf; chmod 755 etc/conf"));
        Assert.Null(Run("echo hello > new; rm new"));
        Assert.Null(Run("rm etc/conf; printf one > etc/conf; chmod 755 etc/conf"));
        Assert.Null(Run("cp -a d copy; rm -rf d; mv copy d"));
        Assert.Null(Run("rm l; ln -s d l"));
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void Only_what_changed_is_in_the_layer_with_the_folders_on_the_way()
    {
        Assert.Equal(["/d", "/d/sub", "/d/sub/z Whiteout", "/etc", "/etc/conf"], Entries(Run("printf two > etc/conf; rm d/sub/z")));
        Assert.Equal(["/d Whiteout"], Entries(Run("rm -rf d")));
        Assert.Equal(["/etc"], Entries(Run("chmod 700 etc")));
        Assert.Equal(["/d"], Entries(Run("rm -rf d; printf file > d")));
    }

    [Fact]
    public void A_folder_made_anew_gives_whiteouts_of_what_is_gone_and_not_an_opaque_mark()
    {
        LayerCommit commit = Run("rm -rf d; mkdir d; printf x > d/x; chmod 755 d/x; printf n > d/new")!;
        Assert.Equal(["/d", "/d/new", "/d/sub Whiteout", "/d/y Whiteout"], Entries(commit));
        Assert.DoesNotContain("overlay", Shell.Run("getfattr -R -d -m - \"$1\" 2>/dev/null || true", store.PathOf(commit.DiffId)));
        Assert.Equal(["/d", "/d/new", "/d/x"], Tree(commit.DiffId).Enumerate(LayerPath.Root).Paths().Where(path => path.StartsWith("/d", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_way_to_a_tree_does_not_show_in_its_digest()
    {
        Digest direct = Run("printf two > etc/conf; chmod 755 etc/conf; rm d/y")!.DiffId;
        Assert.Equal(direct, Run("rm -rf d; mkdir -p d/sub; printf x > d/x; printf z > d/sub/z; chmod 755 d/x d/sub/z; rm etc/conf; printf two > etc/conf; chmod 755 etc/conf")!.DiffId);
        Assert.Equal(direct, Run("umask 077; export TZ=Asia/Tokyo; sleep 0.01; printf two > etc/conf; chmod 755 etc/conf; rm d/y")!.DiffId);
    }

    [Fact]
    public void Times_are_clamped_down_and_the_disk_is_what_unpacking_gives()
    {
        LayerCommit commit = Run("echo a > new; mkdir dir; touch -d @1000.5 old; ln -s x link")!;
        string times = Shell.Run("cd \"$1\"; stat -c '%n %Y' new dir old link", store.PathOf(commit.DiffId));
        Assert.Equal("new 315532800\ndir 315532800\nold 1000\nlink 315532800\n", times);
        SameAsUnpacked(commit);
    }

    [Fact]
    public void Hard_links_devices_pipes_attributes_and_special_bits_are_kept_and_sockets_are_noted()
    {
        LayerCommit commit = Run("""
            echo a > b; ln b a; ln b z; mkfifo p; chmod 4755 a; mkdir -m 1777 t; chown 5:6 p; printf 'user' > attr; setfattr -n user.k -v v attr
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'; setcap cap_net_raw+ep attr 2>/dev/null || true
            """)!;
        LayerIndex index = store.OpenIndex(commit.DiffId);
        Assert.Equal("/a", index.Find(LayerPath.Parse("z"))!.HardLink.ToString());
        Assert.Equal(0x9ED, index.Find(LayerPath.Parse("b"))!.Mode);
        Assert.Equal(0x3FF, index.Find(LayerPath.Parse("t"))!.Mode);
        Assert.Equal((TreeEntryKind.Fifo, 5u, 6u), (index.Find(LayerPath.Parse("p"))!.Kind, index.Find(LayerPath.Parse("p"))!.Uid, index.Find(LayerPath.Parse("p"))!.Gid));
        Assert.Contains(index.Find(LayerPath.Parse("attr"))!.Attributes, attribute => attribute.Name == "user.k");
        Assert.Null(index.Find(LayerPath.Parse("s")));
        Assert.Equal("Left out the socket '/s'.", Assert.Single(commit.Notes));
        SameAsUnpacked(commit);
    }

    [Fact]
    public void A_socket_in_the_place_of_a_file_takes_the_file_away() => Assert.Equal(
        ["/etc", "/etc/conf Whiteout"],
        Entries(Run("rm etc/conf; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"etc/conf\")'")));

    [Fact]
    public void Mount_points_that_are_still_empty_are_dropped_with_their_folders()
    {
        Assert.Null(Run("mkdir -p var/cache/apt run; : > run/secret", "var/cache/apt", "run/secret"));
        Assert.Equal(["/var", "/var/cache", "/var/cache/other"], Entries(Run("mkdir -p var/cache/apt; echo x > var/cache/other", "var/cache/apt")));
        Assert.Equal(["/var", "/var/cache", "/var/cache/apt", "/var/cache/apt/x"], Entries(Run("mkdir -p var/cache/apt; echo x > var/cache/apt/x", "var/cache/apt")));
    }

    [Fact]
    public void Names_that_are_not_text_survive()
    {
        LayerCommit commit = Run("printf x > \"$(printf 'n\\377')\"")!;
        Assert.Equal([(byte)'n', 0xff], store.OpenIndex(commit.DiffId)[0].Path.Span.ToArray());
        SameAsUnpacked(commit);
    }

    [Fact]
    public void A_path_longer_than_a_layer_can_name_is_an_error()
    {
        var error = Assert.Throws<BuildKitException>(() => Run("""python3 -c 'import os; [(os.mkdir("x" * 200), os.chdir("x" * 200)) for _ in range(25)]'"""));
        Assert.Equal(ExecutionErrorCodes.LayerNotCommittable, error.Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void A_file_changed_in_the_store_is_found_when_its_tar_is_written()
    {
        LayerCommit commit = Run("printf new > new")!;
        File.WriteAllText(store.PathOf(commit.DiffId) + "/new", "NEW");
        var error = Assert.Throws<BuildKitException>(() => store.Tar(commit.DiffId));
        Assert.Equal(ExecutionErrorCodes.LayerDigestMismatch, error.Code);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Random_trees_come_back_from_their_tar(int seed)
    {
        var random = new Random(seed);
        Digest other = TestTar.Unpack(store, RandomLayer.Entries(random));
        Digest now = TestTar.Unpack(store, RandomLayer.Entries(random).Where(item => item.Entry.Kind is not (LayerEntryKind.Whiteout or LayerEntryKind.OpaqueDirectory)));
        LayerCommit? commit = RunOn([other], $"for name in {store.PathOf(now)}/*; do rm -rf \"./${{name##*/}}\"; cp -a \"$name\" .; done");
        Assert.NotNull(commit);
        SameAsUnpacked(commit);
    }

    public void Dispose() => folder.Dispose();

    private MergedTree Tree(params Digest[] further) => store.OpenTree([baseLayer, .. further], "test");

    private LayerCommit? Run(string script, params string[] stubs) => RunOn([], script, stubs);

    private LayerCommit? RunOn(Digest[] further, string script, params string[] stubs)
    {
        Assert.SkipUnless(Shell.IsRoot, "Mounting an overlay needs root.");
        MergedTree parent = Tree(further);
        using UpperDirectory upper = store.CreateUpper(parent);
        Shell.RunInOverlay([store.PathOf(baseLayer), .. further.Select(store.PathOf)], upper.Upper, upper.Work, folder.MakeFolder("mnt"), script);
        return store.Commit(upper, parent, [.. stubs.Select(LayerPath.Parse)]);
    }

    private string[] Entries(LayerCommit? commit) => [.. store.OpenIndex(commit!.DiffId).All()
        .Select(entry => entry.Path + (entry.Kind == TreeEntryKind.Whiteout ? " Whiteout" : ""))];

    private void SameAsUnpacked(LayerCommit commit)
    {
        byte[] tar = store.Tar(commit.DiffId);
        Assert.Equal(commit.Size, tar.Length);
        SnapshotStore second = folder.Store("second");
        Assert.Equal(commit.DiffId, TestTar.Unpack(second, tar));
        Assert.Equal(store.OpenIndex(commit.DiffId).All().Select(entry => entry.Describe()), second.OpenIndex(commit.DiffId).All().Select(entry => entry.Describe()));
        const string List = "cd \"$1\"; find . -mindepth 1 -printf '%p %y %m %U:%G %l %T@ %n\\n' | sort; getfattr -h -R -d -m - . 2>/dev/null | grep -v '^$' || true";
        Assert.Equal(Shell.Run(List, store.PathOf(commit.DiffId)), Shell.Run(List, second.PathOf(commit.DiffId)));
    }
}
