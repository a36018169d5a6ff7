using BuildKit.Engine.Trees;
using BuildKit.Oci.Layers;
using static BuildKit.Engine.Tests.Trees.Entries;

namespace BuildKit.Engine.Tests.Trees;

public sealed class SubtreeDigestTests
{
    private static readonly TreeEntry[] Sample = [Folder("a"), Text("a/file", "content"), Link("a/link", "file"), Text("b", "other")];

    [Fact]
    public void The_digest_of_a_fixed_tree_is_fixed() => Assert.Equal(
        "sha256:a991a6f2", SubtreeDigest.Of(Tree(Sample), LayerPath.Parse("a")).ToString()![..15]);

    [Fact]
    public void Only_what_lies_below_counts()
    {
        var whole = SubtreeDigest.Of(Tree(Sample), LayerPath.Parse("a"));
        Assert.Equal(whole, SubtreeDigest.Of(Tree(Sample[..3]), LayerPath.Parse("a")));
        Assert.Equal(whole, SubtreeDigest.Of(Tree([Folder("a"), Text("a/file", "content")], [Folder("a"), Link("a/link", "file")]), LayerPath.Parse("a")));
        Assert.Equal(whole, SubtreeDigest.Of(Tree([.. Sample, Link("to", "a")]), LayerPath.Parse("to")));
        Assert.Null(SubtreeDigest.Of(Tree(Sample), LayerPath.Parse("nowhere")));
    }

    [Fact]
    public void Everything_that_has_meaning_changes_the_digest_and_time_does_not()
    {
        var path = LayerPath.Parse("a/file");
        TreeEntry file = Sample[1];
        TreeEntry[] variants =
        [
            file, file with { Mode = 0x1ED }, file with { Uid = 1 }, file with { Gid = 1 }, Text("a/file", "contenT"), Link("a/file", "x"), Link("a/file", "y"),
            file with { Attributes = [new ExtendedAttribute("user.a", default)] }, file with { Attributes = [new ExtendedAttribute("user.a", ByteString.FromText("b"))] },
        ];
        Assert.Equal(variants.Length, variants.Select(entry => SubtreeDigest.Of(Tree([Folder("a"), entry]), LayerPath.Parse("a"))).Distinct().Count());
        Assert.Equal(SubtreeDigest.Of(Tree([file]), path), SubtreeDigest.Of(Tree([file with { ModificationTime = 7 }]), path));
    }
}
