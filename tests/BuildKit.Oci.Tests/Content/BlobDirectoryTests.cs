using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Content;

public sealed class BlobDirectoryTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");

    private readonly TestFolder folder = new();

    private Descriptor Blob { get; } = new(MediaTypes.OciLayerTar, Digest.Of(Content), Content.Length);

    private BlobDirectory Blobs => new(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_blob_lies_under_its_digest_and_nothing_beside_it()
    {
        await Blobs.WriteAsync(Blob, new MemoryStream(Content), Ct);
        Assert.Equal([folder / $"blobs/sha256/{Blob.Digest.Hex}"], System.IO.Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(Content, await Blobs.ReadBytesAsync(Blob, Ct));
    }

    [Fact]
    public async Task A_blob_whose_digest_is_not_known_before_is_written_too()
    {
        await using BlobWriter writer = Blobs.Create();
        await writer.Stream.WriteAsync(Content, Ct);
        Assert.Equal(Blob, await writer.CommitAsync(MediaTypes.OciLayerTar, Ct));
        Assert.True(await Blobs.ExistsAsync(Blob, Ct));
    }

    [Fact]
    public async Task A_writer_that_is_dropped_leaves_nothing()
    {
        await using (BlobWriter writer = Blobs.Create())
        {
            await writer.Stream.WriteAsync(Content, Ct);
        }

        Assert.Empty(System.IO.Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_source_that_fails_half_way_leaves_nothing_and_is_not_blamed_on_the_disk()
    {
        await Assert.ThrowsAsync<IOException>(() => Blobs.WriteAsync(Blob, new FailingStream(), Ct));
        Assert.Empty(System.IO.Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_blob_by_SHA512_is_verified_like_any_other()
    {
        Digest digest = Digest.Parse("sha512:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(Content)));
        Descriptor blob = Blob with { Digest = digest };
        await Assert.ThrowsAsync<BuildKitException>(() => Blobs.WriteAsync(blob, new MemoryStream("CONTENT"u8.ToArray()), Ct));
        await Blobs.WriteAsync(blob, new MemoryStream(Content), Ct);
        Assert.Equal(Content, await Blobs.ReadBytesAsync(blob, Ct));
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        Descriptor empty = new(MediaTypes.OciLayerTar, Digest.Of([]), 0);
        Assert.False(await Blobs.ExistsAsync(empty, Ct));
        await Blobs.WriteAsync(empty, new MemoryStream(), Ct);
        Assert.Empty(await Blobs.ReadBytesAsync(empty, Ct));
    }

    [Fact]
    public async Task A_blob_of_another_size_than_its_descriptor_says_is_not_read()
    {
        await Blobs.WriteAsync(Blob, new MemoryStream(Content), Ct);
        await System.IO.File.WriteAllTextAsync(Blobs.PathOf(Blob.Digest), "cut", Ct);
        Assert.False(await Blobs.ExistsAsync(Blob, Ct));
        Assert.Equal("BK5011", (await Assert.ThrowsAsync<BuildKitException>(() => Blobs.OpenReadAsync(Blob, Ct))).Code);
        Assert.Equal("BK5002", (await Assert.ThrowsAsync<BuildKitException>(() => Blobs.ReadBytesAsync(Blob with { Size = 1L << 40 }, Ct))).Code);
        Assert.Equal("BK5002", (await Assert.ThrowsAsync<BuildKitException>(() => Blobs.ReadBytesAsync(Blob with { Size = -1 }, Ct))).Code);

        // Writing it again heals it.
        await Blobs.WriteAsync(Blob, new MemoryStream(Content), Ct);
        Assert.Equal(Content, await Blobs.ReadBytesAsync(Blob, Ct));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_but_not_what_is_being_written()
    {
        string blobs = System.IO.Directory.CreateDirectory(folder / "blobs/sha256").FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(blobs, ".tmp-dead"), "x", Ct);
        await using BlobWriter living = Blobs.Create();
        await living.Stream.WriteAsync(Content, Ct);
        Blobs.RemoveAbandoned(DateTime.UtcNow.AddHours(-1));
        Assert.Equal(2, System.IO.Directory.GetFiles(blobs).Length);
        Blobs.RemoveAbandoned(DateTime.UtcNow.AddHours(1));
        Assert.Single(System.IO.Directory.GetFiles(blobs));
        Assert.Equal(Blob.Digest, (await living.CommitAsync("a/b", Ct)).Digest);
        Assert.Equal([Blobs.PathOf(Blob.Digest)], System.IO.Directory.GetFiles(blobs));
    }

    [Fact]
    public async Task What_is_being_written_lies_in_the_temporary_folder_where_one_is_given()
    {
        string temporary = System.IO.Directory.CreateDirectory(folder / "tmp").FullName;
        var blobs = new BlobDirectory(folder.Path, temporary: temporary);
        await using (BlobWriter writer = blobs.Create())
        {
            Assert.Single(System.IO.Directory.GetFiles(temporary));
            await writer.Stream.WriteAsync(Content, Ct);
            await writer.CommitAsync("a/b", Ct);
        }

        Assert.Empty(System.IO.Directory.GetFiles(temporary));
        Assert.Equal([blobs.PathOf(Blob.Digest)], System.IO.Directory.GetFiles(folder / "blobs/sha256"));
    }

    [Fact]
    public async Task What_another_process_is_writing_is_not_removed()
    {
        string temporary = System.IO.Directory.CreateDirectory(folder / "blobs/sha256").FullName + "/.tmp-other";
        await using (await HeldFile.HoldAsync(temporary))
        {
            Blobs.RemoveAbandoned(DateTime.UtcNow.AddHours(1));
            Assert.True(System.IO.File.Exists(temporary));
        }

        Blobs.RemoveAbandoned(DateTime.UtcNow.AddHours(1));
        Assert.False(System.IO.File.Exists(temporary));
    }

    [Fact]
    public async Task A_blob_that_cannot_be_opened_is_named()
    {
        await Blobs.WriteAsync(Blob, new MemoryStream(Content), Ct);
        await using FileStream held = new(Blobs.PathOf(Blob.Digest), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => Blobs.OpenReadAsync(Blob, Ct));
        Assert.Equal("BK5013", failure.Code);
        Assert.Contains(Blob.Digest.Hex, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named_with_its_cure_and_keeps_nothing()
    {
        string mount = System.IO.Directory.CreateDirectory(folder / "small").FullName;
        (int exitCode, _, string error) = await Tool.TryAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount);
        Assert.SkipUnless(exitCode == 0, "A tmpfs cannot be mounted here: " + error);
        try
        {
            byte[] large = new byte[1_000_000];
            Descriptor blob = new(MediaTypes.OciLayerTar, Digest.Of(large), large.Length);
            BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => new BlobDirectory(mount).WriteAsync(blob, new MemoryStream(large), Ct));
            Assert.Equal("BK5012", failure.Code);
            Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Free some space", failure.Advice, StringComparison.Ordinal);
            Assert.Empty(System.IO.Directory.GetFiles(mount, "*", SearchOption.AllDirectories));
        }
        finally
        {
            await Tool.RunAsync("umount", mount);
        }
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        await System.IO.File.WriteAllTextAsync(folder / "blobs", "a file", Ct);
        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => Blobs.WriteAsync(Blob, new MemoryStream(Content), Ct));
        Assert.Equal("BK5012", failure.Code);
        Assert.Contains(folder.Path, failure.Message, StringComparison.Ordinal);
    }

    private sealed class FailingStream() : MemoryStream(new byte[3])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == 3 ? throw new IOException("the network went away") : base.ReadAsync(buffer, cancellationToken);
    }
}
