using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using static BuildKit.Engine.Tests.Trees.Entries;

namespace BuildKit.Engine.Tests.Trees;

public sealed class MergedTreeTests
{
    private static LayerPath P(string path) => LayerPath.Parse(path);

    [Fact]
    public void Upper_files_hide_lower_ones_and_folders_merge()
    {
        MergedTree tree = Tree(
            [Folder("a", 0x1C0), Text("a/one", "1"), Text("a/two", "2")],
            [Folder("a", 0x1ED), Text("a/two", "two!"), Text("a/three", "3")]);
        Assert.Equal(["/a", "/a/one", "/a/three", "/a/two"], tree.Enumerate(LayerPath.Root).Paths());
        Assert.Equal(0x1ED, tree.FindExact(P("a"))!.Mode);
        Assert.Equal(4, tree.FindExact(P("a/two"))!.Size);
        Assert.Equal(0, tree.LayerOf(P("a/one")));
        Assert.Equal(1, tree.LayerOf(P("a/two")));
    }

    [Fact]
    public void A_whiteout_takes_a_folder_away_and_a_later_layer_can_make_it_anew()
    {
        MergedTree tree = Tree(
            [Folder("a"), Text("a/old", "1")],
            [Whiteout("a")],
            [Folder("a"), Text("a/new", "2")]);
        Assert.Equal(["/a", "/a/new"], tree.Enumerate(LayerPath.Root).Paths());
        Assert.Null(tree.FindExact(P("a/old")));
        Assert.Empty(Tree([Folder("a"), Text("a/old", "1")], [Whiteout("a")]).Enumerate(P("a")));
    }

    [Fact]
    public void An_opaque_folder_hides_what_is_below_it_and_keeps_its_own()
    {
        MergedTree tree = Tree([Folder("a"), Folder("a/b"), Text("a/b/old", "1")], [Folder("a", opaque: true), Text("a/new", "2")]);
        Assert.Equal(["/a", "/a/new"], tree.Enumerate(LayerPath.Root).Paths());
        Assert.Null(tree.FindExact(P("a/b/old")));
    }

    [Fact]
    public void A_file_over_a_folder_hides_its_content_even_when_a_folder_comes_back()
    {
        MergedTree tree = Tree([Folder("a"), Text("a/old", "1")], [Text("a", "file")], [Folder("a"), Text("a/new", "2")]);
        Assert.Equal(["/a", "/a/new"], tree.Enumerate(LayerPath.Root).Paths());
        Assert.Null(tree.FindExact(P("a/old")));
    }

    [Fact]
    public void An_implied_folder_takes_its_mode_from_the_layer_that_names_it()
    {
        MergedTree tree = Tree([Folder("tmp", 0x3FF)], [Folder("tmp", implied: true), Text("tmp/x", "1")]);
        Assert.Equal(0x3FF, tree.FindExact(P("tmp"))!.Mode);
        Assert.Equal(0x3FF, tree.Enumerate(LayerPath.Root).First().Mode);
        Assert.Equal(0x1ED, Tree([Text("tmp", "file")], [Folder("tmp", implied: true)]).FindExact(P("tmp"))!.Mode);
    }

    [Fact]
    public void The_order_is_that_of_bytes_also_where_a_name_goes_on_after_a_folders_name()
    {
        MergedTree tree = Tree([Folder("a"), Text("a/z", "1"), Text("a-b", "2")], [Folder("a", opaque: true), Text("a!", "3")]);
        Assert.Equal(["/a", "/a!", "/a-b"], tree.Enumerate(LayerPath.Root).Paths());
        Assert.Equal(["/a/z"], Tree([Folder("a"), Text("a/z", "1"), Text("a-b", "2"), Text("a0", "3")]).Enumerate(P("a")).Paths());
    }

    [Fact]
    public void Links_are_followed_inside_the_root_and_never_out_of_it()
    {
        MergedTree tree = Tree(
        [
            Folder("usr"), Folder("usr/lib"), Text("usr/lib/x", "1"), Link("lib", "usr/lib"), Link("out", "../../../usr"), Link("abs", "/lib/x"), Link("gone", "/nowhere/at/all"),
        ]);
        Assert.Equal("/usr/lib/x", tree.Find(P("lib/x"))!.Path.ToString());
        Assert.Equal("/usr/lib/x", tree.Find(P("out/lib/x"))!.Path.ToString());
        Assert.Equal("/usr/lib/x", tree.Find(P("abs"))!.Path.ToString());
        Assert.Null(tree.Find(P("gone")));
        Assert.Equal("/nowhere/at/all/y", tree.Resolve(P("gone/y"), followLast: true).ToString());
        Assert.Equal("/abs", tree.Resolve(P("abs"), followLast: false).ToString());
    }

    [Fact]
    public void A_loop_of_links_is_an_error_and_not_a_hang()
    {
        MergedTree tree = Tree([Link("a", "b"), Link("b", "a"), Link("self", "self/x")]);
        Assert.Equal(ExecutionErrorCodes.LinkLoop, Assert.Throws<BuildKitException>(() => tree.Find(P("a"))).Code);
        Assert.Equal(ExecutionErrorCodes.LinkLoop, Assert.Throws<BuildKitException>(() => tree.Find(P("self"))).Code);
    }

    [Fact]
    public void The_root_is_always_there()
    {
        Assert.Equal(0x1ED, MergedTree.Empty.FindExact(LayerPath.Root)!.Mode);
        Assert.Empty(MergedTree.Empty.Enumerate(LayerPath.Root));
        Assert.Equal(0x16D, Tree([Folder("", 0x16D), Folder("a")]).FindExact(LayerPath.Root)!.Mode);
        Assert.Equal(["/a"], Tree([Folder("", 0x16D), Folder("a")]).Enumerate(LayerPath.Root).Paths());
    }
}
