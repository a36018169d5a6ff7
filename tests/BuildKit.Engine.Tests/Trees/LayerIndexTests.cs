using System.Security.Cryptography;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Layers;
using static BuildKit.Engine.Tests.Trees.Entries;

namespace BuildKit.Engine.Tests.Trees;

public sealed class LayerIndexTests
{
    private static readonly TreeEntry[] Sample =
    [
        Folder("a"),
        Text("a/file", "content", 0x9ED) with
        {
            Uid = 1000, Gid = uint.MaxValue - 1, ModificationTime = -5, HardLink = LayerPath.Parse("a/file"),
            Attributes = [new ExtendedAttribute("security.capability", ByteString.Copy([1, 0, 255])), new ExtendedAttribute("user.empty", default)],
        },
        Text("a-b", ""),
        Text("b", "content", 0x9ED) with { HardLink = LayerPath.Parse("a/file") },
        Link("c", "../../etc/passwd"),
        Whiteout("d"),
        Folder("e", opaque: true, implied: true),
        new TreeEntry { Path = LayerPath.FromTrusted(new byte[] { 0xff, 0xfe }), Kind = TreeEntryKind.BlockDevice, DeviceMajor = 8, DeviceMinor = 70000 },
    ];

    [Fact]
    public void An_index_gives_back_what_was_put_in()
    {
        LayerIndex index = LayerIndex.Create(Sample.Reverse());
        Assert.Equal(Sample.OrderBy(entry => entry.Path).Select(Entries.Describe), index.All().Select(Entries.Describe));
        Assert.All(Sample, entry => Assert.Equal(entry.Describe(), index.Find(entry.Path)!.Describe()));
        Assert.Null(index.Find(LayerPath.Parse("a/fil")));
        Assert.Null(index.Find(LayerPath.Root));
    }

    [Fact]
    public void The_bytes_of_an_index_are_fixed() => Assert.Equal(
        "295F4917",
        Convert.ToHexString(SHA256.HashData(IndexWriter.Write(Sample, new Dictionary<LayerPath, byte[]>(), 42)))[..8]);

    [Fact]
    public void An_index_keeps_small_contents_beside_the_entries()
    {
        LayerIndex index = LayerIndex.Read(
            IndexWriter.Write(Sample, new Dictionary<LayerPath, byte[]> { [LayerPath.Parse("a/file")] = "content"u8.ToArray(), [LayerPath.Parse("a-b")] = [] }, 0), "test");
        Assert.True(index.TryGetContent(LayerPath.Parse("a/file"), out byte[]? content));
        Assert.Equal("content"u8.ToArray(), content);
        Assert.True(index.TryGetContent(LayerPath.Parse("a-b"), out byte[]? empty) && empty.Length == 0);
        Assert.False(index.TryGetContent(LayerPath.Parse("b"), out _));
    }

    [Fact]
    public void A_damaged_or_cut_index_is_refused_wherever_the_damage_is()
    {
        byte[] bytes = IndexWriter.Write(Sample, new Dictionary<LayerPath, byte[]>(), 0);
        for (int position = 0; position < bytes.Length; position++)
        {
            byte[] damaged = [.. bytes];
            damaged[position] ^= 0x10;
            Assert.Equal(ExecutionErrorCodes.LayerIndexDamaged, Assert.Throws<BuildKitException>(() => LayerIndex.Read(damaged, "test")).Code);
            Assert.Equal(ExecutionErrorCodes.LayerIndexDamaged, Assert.Throws<BuildKitException>(() => LayerIndex.Read(bytes[..position], "test")).Code);
        }
    }

    [Fact]
    public void A_missing_index_is_told_as_such() =>
        Assert.Equal(ExecutionErrorCodes.LayerIndexDamaged, Assert.Throws<BuildKitException>(() => LayerIndex.Open("/nonexistent/index")).Code);

    [Fact]
    public void Two_entries_of_one_path_are_a_defect() =>
        Assert.Throws<ArgumentException>(() => LayerIndex.Create([Folder("a"), Text("a", "x")]));
}
