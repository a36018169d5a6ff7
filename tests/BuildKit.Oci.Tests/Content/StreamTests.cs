using System.Text;
using BuildKit.Oci.Content;
using BuildKit.Oci.Images;
using static BuildKit.Oci.Tests.Layers.LayerText;

namespace BuildKit.Oci.Tests.Content;

public sealed class StreamTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");

    [Theory]
    [InlineData("content", null)]
    [InlineData("CONTENT", "bytes with digest")]
    [InlineData("cont", "4 bytes instead of 7")]
    [InlineData("content and more", "more than 7 bytes")]
    public async Task A_verifying_stream_fails_at_the_end_of_wrong_bytes(string given, string? problem)
    {
        await using VerifyingStream stream = new(new MemoryStream(Encoding.UTF8.GetBytes(given)), new Descriptor("a/b", Digest.Of(Content), 7), "The registry");
        if (problem is null)
        {
            MemoryStream output = new();
            await stream.CopyToAsync(output, Ct);
            Assert.Equal(Content, output.ToArray());
            return;
        }

        BuildKitException failure = await Assert.ThrowsAsync<BuildKitException>(() => stream.CopyToAsync(Stream.Null, Ct));
        Assert.Equal("BK5011", failure.Code);
        Assert.Contains("The registry gave " + problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digesting_stream_counts_and_hashes_what_passes_it_in_either_direction()
    {
        await using DigestingStream read = new(new MemoryStream(Content), leaveOpen: false);
        await read.CopyToAsync(Stream.Null, Ct);
        await using DigestingStream written = new(new MemoryStream(), leaveOpen: false);
        written.Write(Content, 0, 3);
        await written.WriteAsync(Content.AsMemory(3), Ct);
        Assert.Equal((Digest.Of(Content), 7), (read.GetDigest(), read.Count));
        Assert.Equal((Digest.Of(Content), 7), (written.GetDigest(), written.Count));
    }
}
