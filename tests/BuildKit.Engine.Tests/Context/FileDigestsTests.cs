using BuildKit.Engine.Context;
using BuildKit.Engine.Tests.Trees;
using BuildKit.Engine.Trees;
using BuildKit.Oci.Content;
using BuildKit.Oci.Layers;

namespace BuildKit.Engine.Tests.Context;

public sealed class FileDigestsTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc);

    private readonly TestFolder folder = new();
    private readonly MemoryDigestCache cache = new();

    [Fact]
    public void A_file_that_rests_is_read_once_and_one_just_written_again()
    {
        Make("a", "one");
        WaitForClock();
        Assert.Equal((Digest.Of("one"u8), 1), Digests("a"));
        Assert.Equal((Digest.Of("one"u8), 0), Digests("a"));

        Make("b", "two");
        Assert.Equal((Digest.Of("two"u8), 1), Digests("b"));
        Make("b", "TWO");
        Assert.Equal((Digest.Of("TWO"u8), 1), Digests("b"));
    }

    [Fact]
    public void A_change_that_hides_behind_the_same_size_and_time_is_seen_by_the_inodes_time()
    {
        Make("a", "one");
        File.SetLastWriteTimeUtc(folder["context/a"], LongAgo);
        WaitForClock();
        Digests("a");
        Make("a", "eno");
        File.SetLastWriteTimeUtc(folder["context/a"], LongAgo);
        Assert.Equal((Digest.Of("eno"u8), 1), Digests("a"));
    }

    [Fact]
    public void A_file_of_the_future_is_never_trusted()
    {
        Make("a", "one");
        File.SetLastWriteTimeUtc(folder["context/a"], DateTime.UtcNow.AddDays(1));
        WaitForClock();
        Digests("a");
        Assert.Equal(0, cache.Count);
    }

    public void Dispose() => folder.Dispose();

    private void Make(string name, string content) => folder.Write("context/" + name, content);

    // The kernel's own clock decides: a file touched now is stamped later than the limit below which digests are remembered.
    private void WaitForClock()
    {
        DateTime start = DateTime.UtcNow;
        do
        {
            folder.Write("clock", "x");
        }
        while (File.GetLastWriteTimeUtc(folder["clock"]) < start.AddMilliseconds(60));
    }

    private (Digest, int) Digests(string name)
    {
        ContextTree context = ContextScanner.Scan(folder.MakeFolder("context"), CancellationToken.None);
        var digests = new FileDigests(context, cache);
        TreeEntry entry = digests.Resolve([context.FindExact(LayerPath.Parse(name))!])[0];
        return (entry.Content, digests.FilesRead);
    }
}
