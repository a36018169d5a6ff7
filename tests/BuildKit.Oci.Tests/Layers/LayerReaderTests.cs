using BuildKit.Oci.Layers;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layers;

public sealed class LayerReaderTests
{
    [Theory]
    [InlineData("--format=v7")]
    [InlineData("--format=oldgnu")]
    [InlineData("--format=gnu")]
    [InlineData("--format=ustar")]
    [InlineData("--format=posix")]
    public async Task An_archive_of_GNU_tar_is_read_in_each_of_its_formats(string format)
    {
        using TestFolder folder = new();
        string tree = System.IO.Directory.CreateDirectory(folder / "tree").FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(tree, "file"), "content", Ct);
        System.IO.File.CreateSymbolicLink(Path.Combine(tree, "link"), "../somewhere/else");
        await Tool.RunAsync("ln", Path.Combine(tree, "file"), Path.Combine(tree, "hard"));
        await Tool.RunAsync("tar", "-cf", folder / "a.tar", format, "--sort=name", "--mtime=@1000000000", "--owner=12:12", "--numeric-owner", "-C", tree, ".");
        List<(LayerEntry Entry, byte[] Content)> entries = await ReadAsync(await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct));
        Assert.Equal(["Directory /", "File /file", "HardLink /hard", "SymbolicLink /link"], entries.Select(e => $"{e.Entry.Kind} {e.Entry.Path}"));
        Assert.Equal("content", System.Text.Encoding.UTF8.GetString(entries[1].Content));
        Assert.Equal("/file", entries[2].Entry.HardLinkTarget.ToString());
        Assert.Equal("../somewhere/else", entries[3].Entry.SymbolicLinkTarget.ToString());
        Assert.All(entries, e => Assert.Equal((12u, 1000000000L), (e.Entry.Uid, e.Entry.ModificationTime)));
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=posix")]
    public async Task Long_names_and_link_targets_are_read(string format)
    {
        using TestFolder folder = new();
        string deep = string.Join('/', Enumerable.Repeat(new string('d', 120), 4));
        System.IO.Directory.CreateDirectory(folder / ("tree/" + deep));
        System.IO.File.CreateSymbolicLink(folder / ("tree/" + deep + "/link"), new string('t', 250));
        await Tool.RunAsync("tar", "-cf", folder / "a.tar", format, "-C", folder / "tree", deep + "/link");
        LayerEntry link = await ReadOneAsync(await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct));
        Assert.Equal("/" + deep + "/link", link.Path.ToString());
        Assert.Equal(new string('t', 250), link.SymbolicLinkTarget.ToString());
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=posix --sparse-version=0.0")]
    [InlineData("--format=posix --sparse-version=0.1")]
    [InlineData("--format=posix --sparse-version=1.0")]
    public async Task Sparse_files_are_expanded(string options)
    {
        using TestFolder folder = new();
        byte[] content = new byte[40 * 65536];
        await using (FileStream file = new(folder / "sparse", FileMode.Create))
        {
            for (int i = 0; i < 40; i += 2)
            {
                byte[] piece = LayerText.Bytes($"piece {i} ");
                piece.CopyTo(content, i * 65536);
                file.Position = i * 65536;
                file.Write(piece);
            }

            file.SetLength(content.Length);
        }

        await Tool.RunAsync("tar", ["-cf", folder / "a.tar", "--sparse", "--hole-detection=raw", .. options.Split(' '), "-C", folder.Path, "sparse"]);
        byte[] tar = await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct);
        Assert.True(tar.Length < content.Length / 2);
        (LayerEntry entry, byte[] read) = Assert.Single(await ReadAsync(tar));
        Assert.Equal("/sparse", entry.Path.ToString());
        Assert.Equal(content.Length, entry.Size);
        Assert.Equal(content, read);
    }

    [Fact]
    public async Task Extended_attributes_are_binary_and_in_order_and_those_of_overlayfs_are_left_out()
    {
        byte[] tar = new RawTar()
            .Pax(("SCHILY.xattr.user.b", "\n=\0\u00ff"), ("SCHILY.xattr.user.a", "1"), ("SCHILY.xattr.trusted.overlay.opaque", "y"), ("SCHILY.xattr.user.overlay.opaque", "y"))
            .Add("dir/", '5').End();
        LayerEntry entry = await ReadOneAsync(tar);
        Assert.Equal(["user.a", "user.b"], entry.ExtendedAttributes.Select(a => a.Name));
        Assert.Equal([(byte)'\n', (byte)'=', 0, 0xff], entry.ExtendedAttributes[1].Value.Span.ToArray());
    }

    [Fact]
    public async Task Binary_numbers_are_read()
    {
        byte[] header = RawTar.Header("big", change: block =>
        {
            block.AsSpan(108, 8).Clear();
            block[108] = 0x80;
            block.AsSpan(112, 4).Fill(0xff);
            block[115] = 0xfe;
            block.AsSpan(136, 12).Fill(0xff);
        });
        LayerEntry entry = await ReadOneAsync(new RawTar().Add(header).End());
        Assert.Equal(uint.MaxValue - 1, entry.Uid);
        Assert.Equal(-1, entry.ModificationTime);
    }

    [Fact]
    public async Task A_local_record_counts_before_a_global_one_and_an_empty_one_takes_it_back()
    {
        byte[] tar = new RawTar()
            .Pax('g', RawTar.PaxRecord("uid", "5") + RawTar.PaxRecord("mtime", "100.9") + RawTar.PaxRecord("comment", "x"))
            .Add("a")
            .Pax(("uid", "6"), ("mtime", "-1.5"))
            .Add("b")
            .Pax(("uid", ""))
            .Add("c").End();
        Assert.Equal([(5u, 100L), (6u, -2L), (0u, 100L)], (await ReadAsync(tar)).Select(e => (e.Entry.Uid, e.Entry.ModificationTime)));
    }

    [Fact]
    public async Task Whiteouts_and_opaque_markers_are_entries_of_their_own()
    {
        byte[] tar = new RawTar().Add("a/.wh..wh..opq").Add("a/.wh.b").Add(".wh.c").Add(".wh..wh..opq").Add(".wh..wh.plnk/1.2").End();
        Assert.Equal(
            ["OpaqueDirectory /a", "Whiteout /a/b", "Whiteout /c", "OpaqueDirectory /"], (await ReadAsync(tar)).Select(e => $"{e.Entry.Kind} {e.Entry.Path}"));
    }

    [Fact]
    public async Task In_an_archive_that_is_no_layer_the_names_of_whiteouts_are_names() =>
        Assert.Equal("/.wh.b", Assert.Single(await ReadAsync(new RawTar().Add(".wh.b").End(), LayerReaderOptions.Archive)).Entry.Path.ToString());

    [Fact]
    public async Task Entries_for_one_path_come_in_the_order_of_the_archive()
    {
        byte[] tar = new RawTar().Add("a", content: "1").Add("./a", content: "22").End();
        Assert.Equal([1L, 2L], (await ReadAsync(tar)).Select(e => e.Entry.Size));
    }

    [Fact]
    public async Task What_the_caller_does_not_read_is_passed_over()
    {
        LayerReader reader = new(new MemoryStream(new RawTar().Add("a", content: new string('x', 100000)).Add("b", content: "y").End()), "it", LayerReaderOptions.Layer);
        await reader.ReadAsync(Ct);
        Stream first = reader.Content;
        Assert.Equal('x', first.ReadByte());
        Assert.Equal("/b", (await reader.ReadAsync(Ct))!.Path.ToString());
        Assert.Throws<ObjectDisposedException>(() => first.ReadByte());
        Assert.Equal('y', reader.Content.ReadByte());
        Assert.Equal(-1, reader.Content.ReadByte());
        Assert.Null(await reader.ReadAsync(Ct));
        Assert.Null(await reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task The_input_is_read_to_its_end_so_that_its_digest_is_known()
    {
        byte[] tar = [.. new RawTar().Add("a").End(), .. new byte[8192], 1];
        MemoryStream input = new(tar);
        LayerReader reader = new(input, "it", LayerReaderOptions.Layer);
        Assert.NotNull(await reader.ReadAsync(Ct));
        Assert.Null(await reader.ReadAsync(Ct));
        Assert.Equal(tar.Length, input.Position);
    }

    [Fact]
    public async Task A_hard_link_to_an_absolute_name_is_below_the_root() =>
        Assert.Equal("/etc/passwd", (await ReadOneAsync(new RawTar().Add("a", '1', link: "/etc/passwd").End())).HardLinkTarget.ToString());
}
