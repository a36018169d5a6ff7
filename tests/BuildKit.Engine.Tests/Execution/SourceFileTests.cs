using BuildKit.Engine.Execution;
using BuildKit.Engine.Files;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Oci;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Execution;

public sealed class SourceFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task What_the_key_says_is_read()
    {
        folder.Write("file", "text");
        Assert.Equal("text", await Source("text").ReadAsync(ReadTextAsync));
    }

    [Theory]
    [InlineData("next")]
    [InlineData("longer than before")]
    public async Task A_file_that_changed_since_its_digest_was_taken_gives_no_result(string content)
    {
        folder.Write("file", content);
        var failure = await Assert.ThrowsAsync<BuildKitException>(() => Source("text").ReadAsync(ReadTextAsync));
        Assert.Equal(ExecutionErrorCodes.ContextFileChanged, failure.Code);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_gives_no_result()
    {
        folder.Write("file", "text");
        var failure = await Assert.ThrowsAsync<BuildKitException>(() => Source("text").ReadAsync(async stream =>
        {
            string read = await ReadTextAsync(stream);
            folder.Write("file", "next");
            return read;
        }));
        Assert.Equal(ExecutionErrorCodes.ContextFileChanged, failure.Code);
    }

    [Fact]
    public async Task What_is_wrong_with_changed_bytes_is_not_said()
    {
        folder.Write("file", "next");
        var failure = await Assert.ThrowsAsync<BuildKitException>(
            () => Source("text").ReadAsync<string>(_ => throw new BuildKitException(ExecutionErrorCodes.ArchiveRefused, "no archive", "none")));
        Assert.Equal(ExecutionErrorCodes.ContextFileChanged, failure.Code);
    }

    public void Dispose() => folder.Dispose();

    private SourceFile Source(string planned)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(planned);
        LayerPath path = LayerPath.Parse("file");
        return new SourceFile(new TreeEntry { Path = path, Kind = TreeEntryKind.File, Size = bytes.Length, Content = Digest.Of(bytes) }, new ContextContent(folder.Path, path), folder.Store());
    }

    private static async Task<string> ReadTextAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
