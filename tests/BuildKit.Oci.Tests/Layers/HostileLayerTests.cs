using System.Text;
using BuildKit.Oci.Layers;
using CsCheck;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layers;

public sealed class HostileLayerTests
{
    public static TheoryData<string, char, string> UnsafeNames() => new()
    {
        { "../a", '0', "" },
        { "a/../../b", '0', "" },
        { "a/..", '5', "" },
        { "/etc/passwd", '0', "" },
        { "", '0', "" },
        { ".", '0', "" },
        { "./", '2', "x" },
        { "a", '1', "../../etc/shadow" },
        { "a", '1', "" },
        { "a", '1', "/" },
        { "a", '1', "./a" },
        { "a", '2', "" },
        { ".wh.", '0', "" },
        { "a/.wh..", '0', "" },
        { "a/.wh...", '0', "" },
        { ".wh.a/b", '0', "" },
        { "a/.wh..wh.b", '0', "" },
        { ".wh.a", '5', "" },
        { "a/.wh..wh..opq/b", '0', "" },
    };

    [Theory]
    [MemberData(nameof(UnsafeNames))]
    public async Task A_name_that_leads_out_or_is_none_is_refused(string name, char type, string link) =>
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Add(name, type, link: link).End())).Code);

    [Fact]
    public async Task A_PAX_or_GNU_name_is_checked_like_any_other()
    {
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Pax(("path", "../x")).Add("good").End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Pax(("path", "a\0b")).Add("good").End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Pax(("linkpath", "../x")).Add("good", '1', link: "other").End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Add("L", 'L', "/x\0").Add("good").End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Add("L", 'L', "x\0/../y\0").Add("good").End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Add(RawTar.Header("a", prefix: "..")).End())).Code);
        Assert.Equal("BK5022", (await FailureAsync(new RawTar().Pax(("path", "a/")).Add("a", content: "x").End())).Code);
    }

    public static TheoryData<string, byte[]> Malformed() => new()
    {
        { "checksum", new RawTar().Add(Broken(RawTar.Header("a"))).End() },
        { "text", Encoding.ASCII.GetBytes(new string('x', 2048)) },
        { "negative size", new RawTar().Add(RawTar.Header("a", change: b => b.AsSpan(124, 12).Fill(0xff))).End() },
        { "overflowing size", new RawTar().Add(RawTar.Header("a", change: b => { b.AsSpan(124, 12).Fill(0x7f); b[124] = 0x80; })).End() },
        { "largest size", new RawTar().Pax(("size", "9223372036854775807")).Add("a").End() },
        { "size no number", new RawTar().Pax(("size", "-1")).Add("a").End() },
        { "octal no number", new RawTar().Add(RawTar.Header("a", mode: "9")).End() },
        { "uid is minus one", new RawTar().Pax(("uid", "4294967295")).Add("a").End() },
        { "uid is too large", new RawTar().Pax(("uid", "99999999999999999999")).Add("a").End() },
        { "mtime", new RawTar().Pax(("mtime", "yesterday")).Add("a").End() },
        { "record longer than header", new RawTar().Pax('x', "99 path=a\n").Add("a").End() },
        { "record without newline", new RawTar().Pax('x', "9 path=ab").Add("a").End() },
        { "record without key", new RawTar().Pax('x', "5 =a\n").Add("a").End() },
        { "record without length", new RawTar().Pax('x', "path=a\n").Add("a").End() },
        { "two records of one kind", new RawTar().Pax(("uid", "1")).Pax(("uid", "2")).Add("a").End() },
        { "record behind nothing", new RawTar().Pax(("uid", "1")).End() },
        { "global path", new RawTar().Pax('g', RawTar.PaxRecord("path", "a")).Add("b").End() },
        { "global size", new RawTar().Pax('g', RawTar.PaxRecord("size", "0")).Add("b").End() },
        { "goes on after its end", new RawTar().Add(new byte[512]).Add("a").End() },
        { "sparse overlap", Sparse("0,2,1,2", 4, "abcd") },
        { "sparse outside", Sparse("0,2,9,2", 4, "abcd") },
        { "sparse sum", Sparse("0,1", 4, "abcd") },
        { "sparse overflow", Sparse("9223372036854775807,9223372036854775807", 4, "abcd") },
        { "sparse odd", Sparse("0", 4, "abcd") },
        { "sparse text", Sparse("0,x", 4, "abcd") },
        { "sparse without size", new RawTar().Pax(("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0")).Add("a", content: "1\n0\n1\n").End() },
        { "sparse map too long", new RawTar().Pax(("GNU.sparse.major", "1"), ("GNU.sparse.realsize", "9")).Add("a", content: "7\n0\n").End() },
        { "old sparse without magic", new RawTar().Add("a", 'S').End() },
        { "xattr without name", new RawTar().Pax(("SCHILY.xattr.", "x")).Add("a").End() },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task An_archive_that_breaks_the_rules_is_refused(string what, byte[] tar)
    {
        BuildKitException failure = await FailureAsync(tar);
        Assert.True(failure.Code == "BK5020", $"{what}: {failure.Code} {failure.Message}");
        Assert.Contains("the test's archive", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('D')]
    [InlineData('M')]
    [InlineData('V')]
    [InlineData('Z')]
    public async Task An_entry_of_a_type_that_no_image_has_is_refused(char type) =>
        Assert.Equal("BK5024", (await FailureAsync(new RawTar().Add("a", type).End())).Code);

    [Fact]
    public async Task A_device_that_would_be_a_whiteout_to_overlayfs_is_refused() =>
        Assert.Equal("BK5024", (await FailureAsync(new RawTar().Add("etc/passwd", '3').End())).Code);

    [Fact]
    public async Task An_archive_that_is_cut_off_anywhere_is_refused()
    {
        byte[] tar = new RawTar().Pax(("uid", "7")).Add("a", content: new string('x', 700)).Add("b").End();
        for (int length = 0; length <= tar.Length - 1024; length += 128)
        {
            Assert.Equal("BK5021", (await FailureAsync(tar[..length])).Code);
        }
    }

    [Fact]
    public async Task Limits_stop_what_is_made_to_exhaust_a_machine()
    {
        LayerReaderOptions small = new() { MaxEntries = 2, MaxHeaderLength = 1000, MaxNameLength = 20, MaxTotalSize = 1000 };
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Add("a").Add("b").Add("c").End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Pax(("comment", new string('x', 1000))).Add("a").End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Pax(("path", new string('x', 21))).Add("a").End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Add("a", '2', link: new string('x', 21)).End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Add("a", content: new string('x', 600)).Add("b", content: new string('x', 600)).End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Pax('g', RawTar.PaxRecord("a", new string('x', 600))).Pax('g', RawTar.PaxRecord("b", new string('x', 600))).Add("b").End(), small)).Code);
        Assert.Equal("BK5023", (await FailureAsync(Sparse("0,4", 1L << 62, "abcd"))).Code);
        Assert.Equal("BK5023", (await FailureAsync(new RawTar().Add(RawTar.Header("x", 'x', "77777777777")).End())).Code);
    }

    [Fact]
    public async Task A_layer_that_was_changed_at_random_is_read_or_refused_but_never_hangs_or_escapes()
    {
        byte[] tar = await WriteAsync(LayerWriterTests.Everything());
        await Gen.Select(Gen.Int[0, tar.Length - 1], Gen.Byte, Gen.Bool).Array[1, 8].SampleAsync(
            async changes =>
            {
                byte[] changed = (byte[])tar.Clone();
                foreach ((int at, byte value, bool reseal) in changes)
                {
                    changed[at] = value;
                    if (reseal)
                    {
                        // A wrong checksum would stop the reader before the interesting part.
                        int block = at / 512 * 512;
                        RawTar.Sealed(changed[block..(block + 512)]).CopyTo(changed, block);
                    }
                }

                try
                {
                    foreach ((LayerEntry entry, _) in await ReadAsync(changed))
                    {
                        Assert.True(LayerPath.TryCreate(entry.Path.Bytes.Memory, out _));
                        Assert.True(LayerPath.TryCreate(entry.HardLinkTarget.Bytes.Memory, out _));
                    }
                }
                catch (BuildKitException failure)
                {
                    Assert.StartsWith("BK50", failure.Code, StringComparison.Ordinal);
                }
            },
            iter: 2000);
    }

    private static byte[] Broken(byte[] block)
    {
        block[0] ^= 1;
        return block;
    }

    private static byte[] Sparse(string map, long size, string content) =>
        new RawTar().Pax(("GNU.sparse.size", size.ToString()), ("GNU.sparse.map", map)).Add("a", content: content).End();
}
