using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Trees;

public sealed class OverlayParityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_kernel_shows_the_tree_that_the_indexes_say(int seed)
    {
        Assert.SkipUnless(Shell.IsRoot, "Mounting an overlay needs root.");
        using var folder = new TestFolder();
        SnapshotStore store = folder.Store();
        var random = new Random(seed);
        List<BuildKit.Oci.Content.Digest> layers = [];
        for (int layer = 0; layer < 4; layer++)
        {
            layers.Add(TestTar.Unpack(store, RandomLayer.Entries(random)));
        }

        MergedTree tree = store.OpenTree([.. layers], "test");
        using UpperDirectory upper = store.CreateUpper(tree);
        // Where a layer whitens out what no lower one has, overlayfs lists the name and find cannot look it up.
        string found = Shell.RunInOverlay(layers.Select(store.PathOf), upper.Upper, upper.Work, folder["mnt"], "find . -mindepth 1 -printf '%P %y %m %U:%G %l\\n' 2>/dev/null || true");
        string[] expected = [.. tree.Enumerate(LayerPath.Root).Select(entry =>
            $"{entry.Path.Bytes} {Letter(entry.Kind)} {Convert.ToString(entry.Mode, 8)} {entry.Uid}:{entry.Gid} {entry.LinkTarget}").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.True(expected.Length > 10);
    }

    private static char Letter(TreeEntryKind kind) => kind switch
    {
        TreeEntryKind.File => 'f',
        TreeEntryKind.Directory => 'd',
        _ => 'l',
    };
}
