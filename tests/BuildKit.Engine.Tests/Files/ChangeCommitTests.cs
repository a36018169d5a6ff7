using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BuildKit.Engine.Context;
using BuildKit.Engine.Files;
using BuildKit.Engine.Snapshots;
using BuildKit.Engine.Tests.Context;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Files;

public sealed class ChangeCommitTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SnapshotStore store;

    public ChangeCommitTests() => store = folder.Store();

    [Theory]
    [InlineData("copy", "49da0ed5", "9018beb8")]
    [InlineData("write", "0b1e3c6e", "3a89048a")]
    [InlineData("link", "79f4f324", "943e61af")]
    [InlineData("folder", "4e6630d7", "3542b763")]
    public void The_plans_and_layers_of_fixed_steps_are_fixed(string step, string plan, string layer)
    {
        folder.Write("context/hello.txt", "hello\n");
        folder.Write("context/run.sh", "#!/bin/sh\n");
        folder.Write("context/empty", "");
        Shell.Run("cd \"$1\"; chmod 711 run.sh; chmod 600 hello.txt; ln -s hello.txt link; touch -d @99 link -h", folder["context"]);
        ChangeSet changes = step switch
        {
            "copy" => CopyPlan.Create(Context(), new FileSelection(["."], [], false), MergedTree.Empty, "/", "/app", null, null),
            "write" => FilePlans.Write(MergedTree.Empty, "/", "/etc/conf", "x = 1\n"u8.ToArray(), null, 0x9ED),
            "link" => FilePlans.Link(MergedTree.Empty, "/", "/bin/sh", "dash"),
            _ => FilePlans.MakeDirectory(MergedTree.Empty, "/a/b", null),
        };
        Assert.Equal((plan, layer), (changes.Digest.Hex[..8], Commit(changes).Hex[..8]));
    }

    [Fact]
    public void Umask_and_time_do_not_reach_a_layer()
    {
        folder.Write("context/a/b", "x");
        var plan = () => CopyPlan.Create(Context(), new FileSelection(["."], [], false), MergedTree.Empty, "/", "/app", null, null);
        Digest first = Commit(plan());
        string listed = Shell.Run("cd \"$1\"; find . -printf '%p %m %T@\\n' | sort", store.PathOf(first));
        uint before = Umask(0x3F);
        try
        {
            SnapshotStore second = folder.Store("second");
            Assert.Equal(first, second.Commit(plan())!.DiffId);
            Assert.Equal(listed, Shell.Run("cd \"$1\"; find . -printf '%p %m %T@\\n' | sort", second.PathOf(first)));
        }
        finally
        {
            Umask(before);
        }
    }

    [Fact]
    public void A_stages_files_are_copied_out_of_its_layers()
    {
        Digest low = TestTar.Unpack(store, TestTar.Raw(("out/", '5', "", ""), ("out/a", '0', "", "low"), ("out/b", '0', "", "b"), ("out/c", '1', "out/b", "")));
        Digest high = TestTar.Unpack(store, TestTar.Raw(("out/", '5', "", ""), ("out/a", '0', "", "high")));
        ImmutableArray<Digest> layers = [low, high];
        Digest made = Commit(CopyPlan.Create(CopyOrigin.Of(store.OpenTree(layers, "stage"), layers), new FileSelection(["out"], [], false), MergedTree.Empty, "/", "/x", null, null));
        Assert.Equal("high", File.ReadAllText(store.PathOf(made) + "/x/a"));
        Assert.Equal("2\n2\n", Shell.Run("cd \"$1\"; stat -c %h x/b x/c", store.PathOf(made)));
        Assert.Equal(made, Digest.Of(store.Tar(made)));
        using var reader = new StreamReader(store.OpenFile(store.OpenTree(layers, "stage"), layers, LayerPath.Parse("out/a")));
        Assert.Equal("high", reader.ReadToEnd());
    }

    [Fact]
    public void A_file_that_changes_after_it_was_planned_stops_the_step()
    {
        folder.Write("context/a", "planned");
        ChangeSet plan = CopyPlan.Create(Context(), new FileSelection(["a"], [], false), MergedTree.Empty, "/", "/a", null, null);
        foreach (string content in (string[])["other length", "PLANNED"])
        {
            folder.Write("context/a", content);
            var error = Assert.Throws<BuildKitException>(() => Commit(plan));
            Assert.Equal(ExecutionErrorCodes.ContextFileChanged, error.Code);
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder["store/tmp"]));
    }

    [Fact]
    public void A_delete_gives_whiteouts_and_nothing_below_a_folder_that_goes()
    {
        Digest layer = TestTar.Unpack(store, TestTar.Raw(("d/", '5', "", ""), ("d/a.txt", '0', "", "1"), ("d/b.txt", '0', "", "2"), ("d/c", '0', "", "3"), ("l", '2', "d", "")));
        MergedTree tree = store.OpenTree([layer], "stage");
        Assert.Equal(["/d", "/d/a.txt", "/d/b.txt"], FilePlans.Delete(tree, "/d", ["*.txt"]).Changes.Select(change => change.Entry).Paths());
        Assert.Equal(["/d"], FilePlans.Delete(tree, "/", ["d/c", "**/a.txt", "/d"]).Changes.Select(change => change.Entry).Paths());
        Assert.Equal(["/d", "/d/c"], FilePlans.Delete(tree, "/", ["l/c"]).Changes.Select(change => change.Entry).Paths());
        Assert.Equal(["/l"], FilePlans.Delete(tree, "/", ["l"]).Changes.Select(change => change.Entry).Paths());
        Assert.Equal(ExecutionErrorCodes.NothingMatches, Assert.Throws<BuildKitException>(() => FilePlans.Delete(tree, "/", ["d/nothing"])).Code);
        Assert.Equal(ExecutionErrorCodes.PatternInvalid, Assert.Throws<BuildKitException>(() => FilePlans.Delete(tree, "/", ["/"])).Code);
        Digest made = Commit(FilePlans.Delete(tree, "/", ["d/c"]));
        Assert.Equal(["/d", "/d/a.txt", "/d/b.txt", "/l"], store.OpenTree([layer, made], "result").Enumerate(LayerPath.Root).Paths());
    }

    [Fact]
    public void A_folder_that_exists_needs_no_layer()
    {
        Digest layer = TestTar.Unpack(store, TestTar.Raw(("d/", '5', "", ""), ("l", '2', "d", "")));
        MergedTree tree = store.OpenTree([layer], "stage");
        Assert.True(FilePlans.MakeDirectory(tree, "/d", null).IsEmpty);
        Assert.True(FilePlans.MakeDirectory(tree, "/l/../l", null).IsEmpty);
        Assert.Equal(["/d", "/d/new"], FilePlans.MakeDirectory(tree, "/l/new", null).Changes.Select(change => change.Entry).Paths());
        Assert.Null(store.Commit(FilePlans.MakeDirectory(tree, "/", null)));
    }

    public void Dispose() => folder.Dispose();

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);

    private CopyOrigin Context()
    {
        ContextTree context = ContextScanner.Scan(folder["context"], CancellationToken.None);
        return CopyOrigin.Of(context, new FileDigests(context, new MemoryDigestCache()));
    }

    private Digest Commit(ChangeSet changes) => store.Commit(changes)!.DiffId;
}
