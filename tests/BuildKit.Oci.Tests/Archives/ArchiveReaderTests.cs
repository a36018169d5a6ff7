using System.Text;
using BuildKit.Oci.Archives;
using BuildKit.Oci.Layers;
using BuildKit.Oci.Tests.Layers;
using CsCheck;
using ICSharpCode.SharpZipLib.Zip;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Archives;

public sealed class ArchiveReaderTests : IDisposable
{
    private const string MakeZip =
        """
        import sys, zipfile, stat
        z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
        def add(name, mode, data=b'', system=3):
            i = zipfile.ZipInfo(name); i.create_system = system; i.external_attr = mode << 16; i.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(i, data)
        add('dir/', stat.S_IFDIR | 0o750)
        add('dir/run.sh', stat.S_IFREG | 0o755, b'#!/bin/sh\n' * 1000)
        add('dir/link', stat.S_IFLNK | 0o777, b'../elsewhere')
        add('d\u00f6s.txt', 0, b'plain', 0)
        add('./empty', stat.S_IFREG | 0o600)
        z.close()
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_zip_gives_files_modes_and_links()
    {
        await Tool.RunAsync("python3", "-c", MakeZip, folder / "a.zip");
        List<(LayerEntry Entry, string Content)> entries = await ReadAsync(await System.IO.File.ReadAllBytesAsync(folder / "a.zip", Ct));
        Assert.Equal(
            ["Directory /dir 750", "File /dir/run.sh 755", "SymbolicLink /dir/link 777", "File /dös.txt 644", "File /empty 600"],
            entries.Select(e => $"{e.Entry.Kind} {e.Entry.Path} {Convert.ToString(e.Entry.Mode, 8)}"));
        Assert.Equal(10_000, entries[1].Content.Length);
        Assert.Equal("../elsewhere", entries[2].Entry.SymbolicLinkTarget.ToString());
        Assert.Equal("plain", entries[3].Content);
        Assert.All(entries, e => Assert.Equal(LayerEntry.FixedTime, e.Entry.ModificationTime));
    }

    [Theory]
    [InlineData("--auto-compress", "a.tar")]
    [InlineData("--gzip", "a.tar.gz")]
    [InlineData("--bzip2", "a.tar.bz2")]
    [InlineData("--zstd", "a.tar.zst")]
    public async Task A_tar_is_read_whatever_it_is_compressed_with(string option, string name)
    {
        System.IO.Directory.CreateDirectory(folder / "tree/sub");
        await System.IO.File.WriteAllTextAsync(folder / "tree/sub/file", new string('x', 100_000), Ct);
        (int exitCode, _, string error) = await Tool.TryAsync("tar", "-cf", folder / name, option, "--sort=name", "-C", folder / "tree", ".");
        Assert.SkipUnless(exitCode == 0, "tar lacks the compressor: " + error);
        List<(LayerEntry Entry, string Content)> entries = await ReadAsync(await System.IO.File.ReadAllBytesAsync(folder / name, Ct));
        Assert.Equal(["/", "/sub", "/sub/file"], entries.Select(e => e.Entry.Path.ToString()));
        Assert.Equal(new string('x', 100_000), entries[2].Content);
    }

    [Fact]
    public async Task Several_bzip2_streams_in_a_row_are_read_as_one()
    {
        byte[] tar = new RawTar().Add("a", content: new string('y', 5000)).End();
        byte[] both = [.. Bzip2(tar[..1000]), .. Bzip2(tar[1000..])];
        Assert.Equal(5000, Assert.Single(await ReadAsync(both)).Content.Length);
        Assert.Equal("BK5041", (await FailureAsync(both[..^20])).Code);
        Assert.Equal("BK5041", (await FailureAsync([.. both, 1, 2, 3])).Code);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\..\\..\\b/../../c")]
    public async Task A_zip_that_would_write_outside_its_folder_is_refused(string name) =>
        Assert.Equal("BK5022", (await FailureAsync(await ZipAsync(name, "0o100644"))).Code);

    [Fact]
    public async Task A_name_that_is_no_UTF8_is_kept_as_its_bytes()
    {
        byte[] zip = await ZipAsync("abcdef", "0o100644");
        byte[] renamed = Replace(zip, "abcdef"u8, [(byte)'a', 0xff, 0xfe, (byte)'\\', (byte)'e', (byte)'f']);
        Assert.Equal([(byte)'a', 0xff, 0xfe, (byte)'\\', (byte)'e', (byte)'f'], Assert.Single(await ReadAsync(renamed)).Entry.Path.Span.ToArray());
    }

    [Fact]
    public async Task An_entry_that_is_no_file_directory_or_link_is_refused() =>
        Assert.Equal("BK5024", (await FailureAsync(await ZipAsync("fifo", "0o010644"))).Code);

    [Fact]
    public async Task An_encrypted_zip_is_refused()
    {
        MemoryStream output = new();
        using (ZipOutputStream zip = new(output) { Password = "secret", IsStreamOwner = false })
        {
            zip.PutNextEntry(new ZipEntry("a"));
            zip.Write("content"u8);
            zip.CloseEntry();
        }

        Assert.Equal("BK5042", (await FailureAsync(output.ToArray())).Code);
    }

    [Fact]
    public async Task A_zip64_is_read()
    {
        MemoryStream output = new();
        using (ZipOutputStream zip = new(output) { UseZip64 = UseZip64.On, IsStreamOwner = false })
        {
            zip.PutNextEntry(new ZipEntry("a"));
            zip.Write("content"u8);
            zip.CloseEntry();
        }

        Assert.Equal("content", Assert.Single(await ReadAsync(output.ToArray())).Content);
    }

    [Fact]
    public async Task A_zip_whose_content_is_not_what_it_says_is_refused()
    {
        byte[] zip = await ZipAsync("a", "0o100644", "stored");
        Assert.Equal("BK5041", (await FailureAsync(Replace(zip, "content"u8, "CONTENT"u8))).Code);
        Assert.Equal("BK5041", (await FailureAsync(zip[..^10])).Code);
    }

    [Fact]
    public async Task Limits_hold_for_a_zip_too()
    {
        byte[] zip = await ZipAsync("abcdef", "0o100644");
        Assert.Equal("BK5023", (await FailureAsync(zip, LayerReaderOptions.Archive with { MaxEntries = 0 })).Code);
        Assert.Equal("BK5023", (await FailureAsync(zip, LayerReaderOptions.Archive with { MaxTotalSize = 6 })).Code);
        Assert.Equal("BK5023", (await FailureAsync(zip, LayerReaderOptions.Archive with { MaxNameLength = 5 })).Code);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("some text", "no archive")]
    [InlineData("\u00fd7zXZ\0...", "xz")]
    public async Task What_is_no_archive_is_refused_with_what_it_is(string content, string what)
    {
        BuildKitException failure = await FailureAsync(Encoding.Latin1.GetBytes(content));
        Assert.Equal("BK5040", failure.Code);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_was_changed_at_random_is_read_or_refused_but_never_escapes()
    {
        await Tool.RunAsync("python3", "-c", MakeZip, folder / "a.zip");
        byte[] zip = await System.IO.File.ReadAllBytesAsync(folder / "a.zip", Ct);
        byte[] bzip2 = Bzip2(new RawTar().Add("a", content: new string('y', 3000)).End());
        await Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 5]).SampleAsync(
            async (isZip, changes) =>
            {
                byte[] changed = (byte[])(isZip ? zip : bzip2).Clone();
                foreach ((int at, byte value) in changes)
                {
                    changed[at % changed.Length] = value;
                }

                try
                {
                    foreach ((LayerEntry entry, _) in await ReadAsync(changed))
                    {
                        Assert.True(LayerPath.TryCreate(entry.Path.Bytes.Memory, out _));
                    }
                }
                catch (BuildKitException failure)
                {
                    Assert.StartsWith("BK50", failure.Code, StringComparison.Ordinal);
                }
            },
            iter: 1500);
    }

    private static byte[] Bzip2(byte[] content)
    {
        MemoryStream output = new();
        using (ICSharpCode.SharpZipLib.BZip2.BZip2OutputStream bzip2 = new(output) { IsStreamOwner = false })
        {
            bzip2.Write(content);
        }

        return output.ToArray();
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> what, ReadOnlySpan<byte> with)
    {
        byte[] changed = (byte[])bytes.Clone();
        for (int at = changed.AsSpan().IndexOf(what); at >= 0; at = changed.AsSpan().IndexOf(what))
        {
            with.CopyTo(changed.AsSpan(at));
        }

        return changed;
    }

    private async Task<byte[]> ZipAsync(string name, string mode, string method = "deflated")
    {
        const string Script =
            """
            import sys, zipfile
            i = zipfile.ZipInfo('x'); i.filename = sys.argv[2]; i.create_system = 3; i.external_attr = int(sys.argv[3], 8) << 16
            i.compress_type = zipfile.ZIP_STORED if sys.argv[4] == 'stored' else zipfile.ZIP_DEFLATED
            zipfile.ZipFile(sys.argv[1], 'w').writestr(i, b'content')
            """;
        await Tool.RunAsync("python3", "-c", Script, folder / "made.zip", name, mode, method);
        return await System.IO.File.ReadAllBytesAsync(folder / "made.zip", Ct);
    }

    private static async Task<BuildKitException> FailureAsync(byte[] archive, LayerReaderOptions? limits = null) =>
        await Assert.ThrowsAsync<BuildKitException>(() => ReadAsync(archive, limits));

    private static async Task<List<(LayerEntry Entry, string Content)>> ReadAsync(byte[] archive, LayerReaderOptions? limits = null)
    {
        List<(LayerEntry, string)> entries = [];
        await using ArchiveReader reader = await ArchiveReader.OpenAsync(new MemoryStream(archive), "the archive", limits ?? LayerReaderOptions.Archive, Ct);
        while (await reader.ReadAsync(Ct) is { } entry)
        {
            MemoryStream content = new();
            await reader.Content.CopyToAsync(content, Ct);
            entries.Add((entry, Encoding.Latin1.GetString(content.ToArray())));
        }

        return entries;
    }
}
