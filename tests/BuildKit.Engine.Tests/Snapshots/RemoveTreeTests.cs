using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Tests.Trees;

namespace BuildKit.Engine.Tests.Snapshots;

public sealed class RemoveTreeTests
{
    [Fact]
    public void Locked_deep_and_strange_trees_go_and_what_links_point_to_stays()
    {
        using var folder = new TestFolder();
        string kept = folder.Write("kept/file", "x");
        string tree = folder.MakeFolder("tree");
        Shell.Run("""
            cd "$1"; mkdir -p work/work; chmod 000 work/work; ln -s "$2" link; ln -s .. up; : > "$(printf 'n\377')"; mkfifo p
            python3 - <<'P'
            import os
            for depth in range(3000):
                os.mkdir("deep"); os.chdir("deep")
            P
            """, tree, Path.GetDirectoryName(kept)!);
        SnapshotStore.RemoveTree(tree);
        Assert.False(Directory.Exists(tree));
        Assert.True(File.Exists(kept));
        SnapshotStore.RemoveTree(tree);
    }

    [Fact]
    public void A_link_is_removed_itself()
    {
        using var folder = new TestFolder();
        string kept = folder.Write("kept/file", "x");
        File.CreateSymbolicLink(folder["link"], folder["kept"]);
        SnapshotStore.RemoveTree(folder["link"]);
        Assert.True(File.Exists(kept));
        Assert.Null(new FileInfo(folder["link"]).LinkTarget);
    }
}
