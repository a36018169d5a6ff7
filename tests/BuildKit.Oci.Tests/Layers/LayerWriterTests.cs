using System.Text;
using System.Text.RegularExpressions;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layers;

public sealed class LayerWriterTests
{
    [Fact]
    public async Task A_layer_with_every_kind_of_entry_has_the_bytes_it_had_in_the_first_release()
    {
        byte[] tar = await WriteAsync(Everything());
        Assert.Equal("sha256:d3eac21ccc5056861dd59a0a0c07429dfe6256b913cd080c2af4ab7f9d8794ba", Digest.Of(tar).ToString());
    }

    [Fact]
    public async Task A_layer_that_was_written_is_read_back_as_it_was()
    {
        (LayerEntry, byte[])[] entries = Everything();
        List<(LayerEntry Entry, byte[] Content)> read = await ReadAsync(await WriteAsync(entries));
        Assert.Equal(entries.Select(e => Describe(e.Item1, e.Item2)), read.Select(e => Describe(e.Entry, e.Content)));
    }

    [Fact]
    public async Task An_entry_that_ustar_can_say_takes_one_block()
    {
        byte[] tar = await WriteAsync(File("hello"));
        Assert.Equal(512 + 1024, tar.Length);
        Assert.Equal("ustar\000", Encoding.ASCII.GetString(tar, 257, 8));
        Assert.Equal("0000644\00000000\00000000\000000000000\002263523000\0", Encoding.ASCII.GetString(tar, 100, 48));
    }

    [Fact]
    public async Task Entries_out_of_order_are_a_defect_of_the_caller()
    {
        LayerWriter writer = new(new MemoryStream());
        await writer.WriteAsync(File("b"), null, Ct);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(File("a"), null, Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(File("b"), null, Ct));
    }

    [Fact]
    public async Task Content_that_is_shorter_or_longer_than_it_was_said_fails()
    {
        foreach (int length in new[] { 3, 5 })
        {
            BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => WriteAsync((File("a", 4), new byte[length])));
            Assert.Equal("BK5026", failure.Code);
            Assert.Contains("'/a'", failure.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<LayerEntry> Unrepresentable() =>
    [
        File("a/.wh.b"),
        File(".wh.x/b"),
        Of(LayerEntryKind.File, "") with { Mode = 0 },
        File("a") with { Mode = 0x1000 },
        File("a") with { Uid = uint.MaxValue },
        File("a") with { Size = -1 },
        Directory("a") with { Size = 1 },
        Of(LayerEntryKind.SymbolicLink, "a"),
        Of(LayerEntryKind.SymbolicLink, "a") with { SymbolicLinkTarget = new ByteString(new byte[] { 0 }) },
        Of(LayerEntryKind.HardLink, "a"),
        Of(LayerEntryKind.HardLink, "a") with { HardLinkTarget = LayerPath.Parse("b") },
        File("a") with { DeviceMajor = 1 },
        Of(LayerEntryKind.CharacterDevice, "a") with { DeviceMinor = 1u << 22 },
        Of(LayerEntryKind.CharacterDevice, "a"),
        File("a") with { ExtendedAttributes = [new ExtendedAttribute("", default)] },
        File("a") with { ExtendedAttributes = [new ExtendedAttribute("user.a=b", default)] },
        File("a") with { ExtendedAttributes = [new ExtendedAttribute("user.overlay.opaque", default)] },
        File("a") with { ExtendedAttributes = [new ExtendedAttribute("user.b", default), new ExtendedAttribute("user.a", default)] },
    ];

    [Theory]
    [MemberData(nameof(Unrepresentable))]
    public async Task What_a_layer_cannot_hold_is_refused(LayerEntry entry) =>
        Assert.Equal("BK5026", (await Assert.ThrowsAsync<BuildKitException>(() => WriteAsync(entry))).Code);

    [Fact]
    public async Task GNU_tar_lists_a_layer_as_it_was_written()
    {
        using TestFolder folder = new();
        await System.IO.File.WriteAllBytesAsync(folder / "layer.tar", await WriteAsync(Everything()), Ct);
        string listing = await Tool.RunAsync("tar", "-tvf", folder / "layer.tar", "--numeric-owner", "--utc", "--full-time", "--quoting-style=escape", "--xattrs");
        listing = Regex.Replace(listing, " +", " ");
        Assert.Contains("drwxr-xr-x 0/0 0 1980-01-01 00:00:00 ./", listing, StringComparison.Ordinal);
        Assert.Contains("crw-r--r-- 0/0 1,3 1980-01-01 00:00:00 dev/null", listing, StringComparison.Ordinal);
        Assert.Contains("link to etc/file", listing, StringComparison.Ordinal);
        Assert.Contains(" " + new string('n', 200), listing, StringComparison.Ordinal);
        Assert.Contains("4000000000/4000000001", listing, StringComparison.Ordinal);
        Assert.Contains("1960-01-02 03:04:05 old", listing, StringComparison.Ordinal);
        Assert.Contains("etc/.wh.removed", listing, StringComparison.Ordinal);
        Assert.Contains(@"raw\377name", listing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_reads_a_layer_as_it_was_written()
    {
        using TestFolder folder = new();
        await System.IO.File.WriteAllBytesAsync(folder / "layer.tar", await WriteAsync(Everything()), Ct);
        const string Script = """
            import sys, tarfile
            for m in tarfile.open(sys.argv[1]):
                x = {k: v.encode('utf-8', 'surrogateescape').hex() for k, v in m.pax_headers.items() if k.startswith('SCHILY')}
                print(ascii(m.name), m.type.decode(), oct(m.mode), m.uid, m.gid, m.size, int(m.mtime), ascii(m.linkname), x)
            """;
        string listing = await Tool.RunAsync("python3", "-c", Script, folder / "layer.tar");
        Assert.Contains("'old' 0 0o644 4000000000 4000000001 0 -315521755 ''", listing, StringComparison.Ordinal);
        Assert.Contains("'SCHILY.xattr.security.capability': '0100000200", listing, StringComparison.Ordinal);
        Assert.Contains("'link' 2 0o777 0 0 0 315532800 '" + new string('t', 300) + "'", listing, StringComparison.Ordinal);
        Assert.Contains(@"'raw\udcffname'", listing, StringComparison.Ordinal);
    }

    internal static (LayerEntry Entry, byte[] Content)[] Everything()
    {
        Assert.True(LayerPath.TryNormalize([.. "raw"u8, 0xff, .. "name"u8], out LayerPath raw));
        byte[] capability = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0x0a, 0x3d, 0, 0, 0, 0, 0, 0];
        (LayerEntry, byte[])[] entries =
        [
            (Directory(""), []),
            (Directory("dev"), []),
            (Of(LayerEntryKind.CharacterDevice, "dev/null") with { Mode = 0x1a4, DeviceMajor = 1, DeviceMinor = 3 }, []),
            (Of(LayerEntryKind.BlockDevice, "dev/sda") with { Mode = 0x1b0, DeviceMajor = 8 }, []),
            (Directory("etc") with { Mode = 0x3ff }, []),
            (Of(LayerEntryKind.OpaqueDirectory, "etc"), []),
            (File("etc/file", 5) with { ExtendedAttributes = [new("security.capability", new ByteString(capability)), new("user.empty", default)] }, Bytes("hello")),
            (Of(LayerEntryKind.HardLink, "etc/hard") with { Mode = 0x1a4, HardLinkTarget = LayerPath.Parse("etc/file") }, []),
            (Of(LayerEntryKind.Fifo, "etc/pipe") with { Mode = 0x180 }, []),
            (Of(LayerEntryKind.Whiteout, "etc/removed"), []),
            (Of(LayerEntryKind.SymbolicLink, "link") with { Mode = 0x1ff, SymbolicLinkTarget = ByteString.FromText(new string('t', 300)) }, []),
            (File(new string('n', 200)), []),
            (File("old") with { Uid = 4000000000, Gid = 4000000001, ModificationTime = -315521755 }, []),
            (File(string.Join('/', Enumerable.Repeat(new string('p', 40), 5)), 600), new byte[600]),
            (new LayerEntry { Kind = LayerEntryKind.File, Path = raw, Mode = 0x9ed }, []),
            (File("ünï/" + new string('ö', 60), 1), Bytes("x")),
        ];
        return [.. entries.OrderBy(e => e.Item1.Path).ThenBy(e => e.Item1.Kind == LayerEntryKind.OpaqueDirectory)];
    }
}
