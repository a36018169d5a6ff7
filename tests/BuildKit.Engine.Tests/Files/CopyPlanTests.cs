using BuildKit.Engine.Context;
using BuildKit.Engine.Files;
using BuildKit.Engine.Tests.Context;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Graph.Steps;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using static BuildKit.Engine.Tests.Trees.Entries;

namespace BuildKit.Engine.Tests.Files;

public sealed class CopyPlanTests : IDisposable
{
    private static readonly MergedTree Parent = Tree(
        [Folder("app"), Text("app/old", "x"), Folder("tmp", 0x3FF), Folder("usr"), Folder("usr/lib", 0x16D), Link("lib", "usr/lib"), Text("file", "x"), Link("loop", "loop")]);

    private readonly TestFolder folder = new();

    public CopyPlanTests()
    {
        foreach (string name in (string[])["one.txt", "two.txt", "src/a.cs", "src/b.cs", "src/sub/c.cs", "src/bin/x.dll", "lib/so", "tmp/t"])
        {
            folder.Write(name, name);
        }

        Shell.Run("cd \"$1\"; chmod 700 one.txt; chmod 600 two.txt; chmod 777 src; ln -s a.cs src/link; ln -s src to-src", folder.Path);
    }

    [Theory]
    [InlineData("one.txt", "/new", "/new")]
    [InlineData("one.txt", "/new/", "/new/ /new/one.txt")]
    [InlineData("one.txt", "/app", "/app/ /app/one.txt")]
    [InlineData("one.txt", "sub/x", "/app/ /app/sub/ /app/sub/x")]
    [InlineData("one.txt", ".", "/app/ /app/one.txt")]
    [InlineData("./one.txt", "../x", "/x")]
    [InlineData("one.txt", "/file", "/file")]
    [InlineData("one.txt", "/lib/x", "/usr/ /usr/lib/ /usr/lib/x")]
    [InlineData("one.txt", "/lib", "/usr/ /usr/lib/ /usr/lib/one.txt")]
    [InlineData("*.txt", "/d", "/d/ /d/one.txt /d/two.txt")]
    [InlineData("lib", "/d", "/d/ /d/so")]
    [InlineData("lib/", "/", "/so")]
    [InlineData("src/sub", "/app", "/app/ /app/c.cs")]
    [InlineData("to-src/sub", "/app", "/app/ /app/c.cs")]
    [InlineData("src/link", "/l", "/l->a.cs")]
    [InlineData("**/*.cs", "/d", "/d/ /d/a.cs /d/b.cs /d/c.cs")]
    [InlineData("../../one.txt", "/new", "/new")]
    public void Files_go_where_docker_puts_them(string pattern, string to, string expected) =>
        Assert.Equal(expected.Split(' '), Names(Plan([pattern], to)));

    [Fact]
    public void A_folders_content_is_copied_with_what_it_holds_and_exclusions_prune()
    {
        Assert.Equal(["/d/", "/d/a.cs", "/d/b.cs", "/d/bin/", "/d/bin/x.dll", "/d/link->a.cs", "/d/sub/", "/d/sub/c.cs"], Names(Plan(["src"], "/d")));
        foreach (string exclude in (string[])["bin", "**/bin", "src/bin"])
        {
            Assert.DoesNotContain(Names(Plan(["src"], "/d", exclude)), name => name.Contains("bin", StringComparison.Ordinal));
        }

        Assert.Equal(["/d/", "/d/link->a.cs", "/d/sub/"], Names(Plan(["to-src"], "/d", "**/*.cs", "bin")));
    }

    [Fact]
    public void Parents_keep_the_folders_above_a_match()
    {
        Assert.Equal(
            ["/d/", "/d/src/", "/d/src/a.cs", "/d/src/b.cs", "/d/src/sub/", "/d/src/sub/c.cs"],
            Names(CopyPlan.Create(Origin(), new FileSelection(["**/*.cs"], [], true), Parent, "/app", "/d", null, null)));
    }

    [Fact]
    public void Modes_of_the_context_are_normalised_and_existing_folders_keep_theirs()
    {
        ChangeSet plan = Plan(["."], "/");
        Assert.Equal(0x1ED, Find(plan, "one.txt").Mode);
        Assert.Equal(0x1A4, Find(plan, "two.txt").Mode);
        Assert.Equal(0x1ED, Find(plan, "src").Mode);
        Assert.Equal(0x3FF, Find(plan, "tmp").Mode);
        Assert.Equal(0x16D, Find(plan, "usr/lib").Mode);
        Assert.Equal(TreeEntryKind.File, Find(plan, "usr/lib/so").Kind);
        ChangeSet given = CopyPlan.Create(Origin(), new FileSelection(["src"], [], false), Parent, "/", "/d", "5:6", 0x180);
        Assert.Equal((0x180, 5u, 6u), (Find(given, "d/a.cs").Mode, Find(given, "d/a.cs").Uid, Find(given, "d/a.cs").Gid));
        Assert.Equal((0x1C0, 5u), (Find(given, "d/sub").Mode, Find(given, "d/sub").Uid));
    }

    [Fact]
    public void A_plan_depends_on_what_it_reads_of_the_parent_and_on_nothing_else()
    {
        Digest digest = Plan(["one.txt"], "/lib/x").Digest;
        MergedTree other = Tree([Folder("usr"), Folder("usr/lib", 0x16D), Link("lib", "/usr/lib"), Text("else", "y"), Text("usr/lib/x", "old")]);
        Assert.Equal(digest, CopyPlan.Create(Origin(), new FileSelection(["one.txt"], [], false), other, "/", "/lib/x", null, null).Digest);
        MergedTree differs = Tree([Folder("usr"), Folder("usr/lib", 0x1ED), Link("lib", "/usr/lib")]);
        Assert.NotEqual(digest, CopyPlan.Create(Origin(), new FileSelection(["one.txt"], [], false), differs, "/", "/lib/x", null, null).Digest);
    }

    [Fact]
    public void From_a_stage_modes_attributes_and_hard_links_are_kept_and_the_owner_is_root()
    {
        TreeEntry file = Text("out/b", "x", 0x9ED) with { Uid = 7, HardLink = LayerPath.Parse("out/a"), Attributes = [new ExtendedAttribute("user.k", default)] };
        MergedTree stage = Tree([Folder("out", 0x1C0), file with { Path = LayerPath.Parse("out/a") }, file]);
        ChangeSet plan = CopyPlan.Create(CopyOrigin.Of(stage, [Digest.Of("layer"u8)]), new FileSelection(["/out"], [], false), Parent, "/", "/new", null, null);
        Assert.Equal(0x1C0, Find(plan, "new").Mode);
        Assert.Equal((0x9ED, 0u, "/new/a", 1), (Find(plan, "new/b").Mode, Find(plan, "new/b").Uid, Find(plan, "new/b").HardLink.ToString(), Find(plan, "new/b").Attributes.Length));
    }

    [Fact]
    public void Files_of_different_layers_are_not_taken_for_one()
    {
        TreeEntry plain = Text("out/b", "x") with { HardLink = LayerPath.Parse("out/a") };
        TreeEntry special = plain with { Path = LayerPath.Parse("out/c"), Attributes = [new ExtendedAttribute("user.k", default)] };
        var stage = new MergedTree(
            [
                Tree([Folder("out"), plain with { Path = LayerPath.Parse("out/a") }, plain]).Layers[0],
                Tree([Folder("out"), special with { Path = LayerPath.Parse("out/a") }, special]).Layers[0],
            ],
            "stage");
        ChangeSet plan = CopyPlan.Create(
            CopyOrigin.Of(stage, [Digest.Of("one"u8), Digest.Of("two"u8)]), new FileSelection(["/out"], [], false), Parent, "/", "/new", null, null);
        Assert.Equal((null, "/new/a"), (Find(plan, "new/b").HardLink?.ToString(), Find(plan, "new/c").HardLink?.ToString()));
    }

    [Theory]
    [InlineData("nothing", "/d", ExecutionErrorCodes.NothingMatches)]
    [InlineData("*.none", "/d", ExecutionErrorCodes.NothingMatches)]
    [InlineData("[a", "/d", ExecutionErrorCodes.PatternInvalid)]
    [InlineData("src", "/file", ExecutionErrorCodes.DestinationConflict)]
    [InlineData("one.txt", "/file/x", ExecutionErrorCodes.DestinationConflict)]
    [InlineData("one.txt", "/loop/x", ExecutionErrorCodes.LinkLoop)]
    public void What_cannot_be_is_an_error(string pattern, string to, string code) =>
        Assert.Equal(code, Assert.Throws<BuildKitException>(() => Plan([pattern], to)).Code);

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_an_error()
    {
        MergedTree parent = Tree([Folder("d"), Folder("d/one.txt")]);
        Assert.Equal(
            ExecutionErrorCodes.DestinationConflict,
            Assert.Throws<BuildKitException>(() => CopyPlan.Create(Origin(), new FileSelection(["one.txt"], [], false), parent, "/", "/d/", null, null)).Code);
    }

    public void Dispose() => folder.Dispose();

    private CopyOrigin Origin()
    {
        ContextTree context = ContextScanner.Scan(folder.Path, CancellationToken.None);
        return CopyOrigin.Of(context, new FileDigests(context, new MemoryDigestCache()));
    }

    private ChangeSet Plan(string[] patterns, string to, params string[] excludes) =>
        CopyPlan.Create(Origin(), new FileSelection([.. patterns], [.. excludes], false), Parent, "/app", to, null, null);

    private static TreeEntry Find(ChangeSet plan, string path) => plan.Changes.Single(change => change.Entry.Path == LayerPath.Parse(path)).Entry;

    private static string[] Names(ChangeSet plan) => [.. plan.Changes.Select(change => change.Entry.Path + change.Entry.Kind switch
    {
        TreeEntryKind.Directory => "/",
        TreeEntryKind.SymbolicLink => "->" + change.Entry.LinkTarget,
        _ => "",
    })];
}
