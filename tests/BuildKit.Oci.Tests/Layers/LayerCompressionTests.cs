using System.IO.Compression;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Layers;

public sealed class LayerCompressionTests
{
    [Fact]
    public async Task A_gzip_layer_has_the_same_bytes_in_every_process() =>
        Assert.Equal("sha256:dbec76c6667ae534134b0015e71a8b64dd551d676196b1b8ed73296b7be35d6a", Digest.Of(await CompressAsync(Sample(2_500_000))).ToString());

    [Fact]
    public async Task A_zstd_layer_has_the_same_bytes_in_every_process()
    {
        byte[] sample = Sample(5_000_000);
        Assert.Equal("sha256:1c54e9ce326a426afeaa11dcfc5c4570d398596386b0a7f9f67221eaeb274680", Digest.Of(await CompressAsync(sample, "zstd")).ToString());
        Assert.Equal("sha256:b3d6daccab7dacdcf21170b0fb120583707ed9ca2c08c81ac6fcabb389da8d36", Digest.Of(await CompressAsync(sample, "zstd:9")).ToString());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task How_the_input_is_cut_into_writes_does_not_matter(string format)
    {
        byte[] sample = Sample(9_500_000);
        MemoryStream output = new();
        await using (LayerCompressor compressor = new(output, LayerFormat.Parse(format)!))
        {
            for (int at = 0, step = 1; at < sample.Length; at += step, step = (step * 3 % 70001) + 1)
            {
                compressor.Write(sample.AsSpan(at, Math.Min(step, sample.Length - at)));
                compressor.Flush();
            }

            await compressor.CompleteAsync(Ct);
        }

        Assert.Equal(await CompressAsync(sample, format), output.ToArray());
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("zstd", "zstd:3")]
    [InlineData("zstd:1", "zstd:1")]
    [InlineData("zstd:22", "zstd:22")]
    [InlineData("zstd:0", null)]
    [InlineData("zstd:23", null)]
    [InlineData("zstd:-1", null)]
    [InlineData("zstd:+3", null)]
    [InlineData("zstd: 3", null)]
    [InlineData("zstd:", null)]
    [InlineData("gzip:9", null)]
    [InlineData("Gzip", null)]
    [InlineData("", null)]
    public void A_format_is_gzip_or_zstd_with_a_level(string text, string? name) => Assert.Equal(name, LayerFormat.Parse(text)?.Name);

    [Fact]
    public async Task The_header_says_nothing_about_time_level_or_machine()
    {
        byte[] compressed = await CompressAsync(Bytes("x"));
        Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], compressed[..10]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1048576)]
    [InlineData(1048577)]
    [InlineData(4194304)]
    [InlineData(5000000)]
    public async Task What_was_compressed_is_decompressed(int length)
    {
        byte[] sample = Sample(length);
        foreach (string format in (string[])["gzip", "zstd", "zstd:1"])
        {
            Assert.Equal(sample, await DecompressAsync(await CompressAsync(sample, format)));
        }
    }

    [Theory]
    [InlineData("zstd:19")]
    [InlineData("zstd:22")]
    public async Task The_highest_levels_are_decompressed_too(string format)
    {
        byte[] sample = Sample(200_000);
        Assert.Equal(sample, await DecompressAsync(await CompressAsync(sample, format)));
    }

    [Fact]
    public async Task GNU_tar_reads_the_frames_of_zstd_as_one()
    {
        using TestFolder folder = new();
        byte[] sample = Sample(9_000_000);
        await System.IO.File.WriteAllBytesAsync(folder / "a", sample, Ct);
        await Tool.RunAsync("tar", "-C", folder.Path, "-cf", folder / "a.tar", "a");
        await System.IO.File.WriteAllBytesAsync(folder / "a.tar.zst", await CompressAsync(await System.IO.File.ReadAllBytesAsync(folder / "a.tar", Ct), "zstd"), Ct);
        System.IO.File.Delete(folder / "a");
        await Tool.RunAsync("tar", "-C", folder.Path, "--zstd", "-xf", folder / "a.tar.zst");
        Assert.Equal(sample, await System.IO.File.ReadAllBytesAsync(folder / "a", Ct));
    }

    [Fact]
    public async Task GNU_gzip_and_python_read_the_members_as_one()
    {
        using TestFolder folder = new();
        byte[] sample = Sample(3_000_000);
        await System.IO.File.WriteAllBytesAsync(folder / "a.gz", await CompressAsync(sample), Ct);
        await Tool.RunAsync("gzip", "-dk", folder / "a.gz");
        Assert.Equal(sample, await System.IO.File.ReadAllBytesAsync(folder / "a", Ct));
        const string Script = "import sys,gzip,hashlib; print(hashlib.sha256(gzip.open(sys.argv[1]).read()).hexdigest())";
        Assert.Equal(Digest.Of(sample).Hex, (await Tool.RunAsync("python3", "-c", Script, folder / "a.gz")).Trim());
    }

    [Fact]
    public async Task Members_are_joined_wherever_their_bytes_are_cut()
    {
        byte[] two = [.. Gzip(Sample(3000)), .. Gzip(Sample(500))];
        for (int step = 1; step < 40; step++)
        {
            await using Stream stream = LayerCompression.OpenDecompressed(new DribbleStream(two, step), null);
            MemoryStream output = new();
            stream.CopyTo(output, step);
            Assert.Equal(3500, output.Length);
        }
    }

    [Fact]
    public async Task Zstd_and_uncompressed_bytes_are_recognised()
    {
        byte[] sample = Sample(300_000);
        using ZstdSharp.Compressor zstd = new(3);
        byte[] frame = zstd.Wrap(sample).ToArray();
        Assert.Equal(sample, await DecompressAsync(frame));
        byte[] twice = await DecompressAsync([.. frame, .. frame]);
        Assert.Equal(sample.Concat(sample), twice);
        Assert.Equal(sample, await DecompressAsync(sample));
        Assert.Empty(await DecompressAsync([]));
        Assert.Equal(Bytes("abc"), await DecompressAsync(Bytes("abc")));
    }

    [Fact]
    public async Task Compressed_data_that_is_cut_off_anywhere_is_refused()
    {
        byte[] gzip = [.. Gzip(Sample(300)), .. Gzip(Sample(20))];
        int boundary = Gzip(Sample(300)).Length;
        for (int length = 4; length < gzip.Length; length++)
        {
            if (length != boundary)
            {
                await AssertDamagedAsync(gzip[..length]);
            }
        }

        using ZstdSharp.Compressor zstd = new(3);
        byte[] frame = zstd.Wrap(Sample(3000)).ToArray();
        await AssertDamagedAsync(frame[..^1]);
        await AssertDamagedAsync(frame[..^10]);
        await AssertDamagedAsync(frame[..8]);
    }

    [Fact]
    public async Task Bytes_behind_the_compressed_data_are_refused()
    {
        await AssertDamagedAsync([.. Gzip(Sample(300)), 0]);
        await AssertDamagedAsync([.. Gzip(Sample(300)), 0x1f]);
        await AssertDamagedAsync([.. Gzip(Sample(300)), .. Bytes("something else")]);
        using ZstdSharp.Compressor zstd = new(3);
        await AssertDamagedAsync([.. zstd.Wrap(Sample(300)).ToArray(), .. Bytes("something else")]);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused()
    {
        byte[] gzip = Gzip(Sample(300));
        gzip[^5] ^= 1;
        await AssertDamagedAsync(gzip);
    }

    [Fact]
    public async Task A_bomb_is_stopped_at_the_limit()
    {
        byte[] bomb = await CompressAsync(new byte[10_000_000]);
        await using Stream stream = LayerCompression.OpenDecompressed(new MemoryStream(bomb), 1_000_000);
        Assert.Equal("BK5023", (await Assert.ThrowsAsync<BuildKitException>(() => stream.CopyToAsync(Stream.Null, Ct))).Code);
    }

    private static async Task AssertDamagedAsync(byte[] compressed) =>
        Assert.Equal("BK5025", (await Assert.ThrowsAsync<BuildKitException>(() => DecompressAsync(compressed))).Code);

    private static async Task<byte[]> CompressAsync(byte[] content, string format = "gzip")
    {
        MemoryStream output = new();
        await LayerCompression.CompressAsync(new MemoryStream(content), output, LayerFormat.Parse(format)!, Ct);
        return output.ToArray();
    }

    private static async Task<byte[]> DecompressAsync(byte[] compressed)
    {
        await using Stream stream = LayerCompression.OpenDecompressed(new MemoryStream(compressed), null);
        MemoryStream output = new();
        await stream.CopyToAsync(output, Ct);
        return output.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }

    /// <summary>Neither random nor constant: words of a small vocabulary, from a fixed generator of our own.</summary>
    private static byte[] Sample(int length)
    {
        byte[] sample = new byte[length];
        uint state = 12345;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            sample[i] = (byte)("the quick brown fox "[(int)(state >> 24) % 20] + (i / 4096 % 3));
        }

        return sample;
    }
}
