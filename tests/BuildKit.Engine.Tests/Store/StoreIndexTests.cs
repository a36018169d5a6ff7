using System.Text;
using BuildKit.Engine.Store;

namespace BuildKit.Engine.Tests.Store;

public sealed class StoreIndexTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bk-index-").FullName;

    private string Database => Path.Combine(folder, "index.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_value_is_found_by_space_and_key_by_another_process()
    {
        using (StoreIndex index = Open())
        {
            index.Put("a", "key", [1]);
            index.Put("b", "key", [2]);
            index.Put("a", "key", [3]);
        }

        using StoreIndex again = Open();
        Assert.Equal([3], again.Get("a", "key"));
        Assert.Equal([2], again.Get("b", "key"));
        Assert.Null(again.Get("a", "other"));
    }

    [Fact]
    public void Looking_a_value_up_writes_nothing()
    {
        using (StoreIndex index = Open())
        {
            index.Put("a", "key", [1]);
        }

        byte[] before = File.ReadAllBytes(Database);
        using (StoreIndex index = Open())
        {
            Assert.Equal([1], index.Get("a", "key"));
        }

        // Every transaction counts the database's changes up in its first page.
        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Theory]
    [InlineData("this is not a database, and it is longer than a header of one hundred bytes, so that SQLite has to look at all of it ........")]
    [InlineData("")]
    public void A_damaged_database_is_made_anew(string content)
    {
        using (StoreIndex index = Open())
        {
            index.Put("a", "key", [1]);
        }

        File.WriteAllText(Database, content);
        File.Delete(Database + "-wal");
        using StoreIndex again = Open();

        Assert.Null(again.Get("a", "key"));
        again.Put("a", "key", [4]);
        Assert.Equal([4], again.Get("a", "key"));
    }

    [Fact]
    public void A_page_of_rubbish_in_the_middle_loses_the_memory_and_nothing_else()
    {
        using (StoreIndex index = Open())
        {
            index.PutAll("a", [.. Enumerable.Range(0, 2000).Select(number => new KeyValuePair<byte[], byte[]>(Encoding.UTF8.GetBytes($"{number:d6}"), new byte[64]))]);
        }

        byte[] bytes = File.ReadAllBytes(Database);
        bytes.AsSpan(4096).Fill(0xA5);
        File.WriteAllBytes(Database, bytes);
        using StoreIndex again = Open();

        Assert.Empty(again.GetAll("a"));
        again.Put("a", "key", [4]);
        Assert.Equal([4], again.Get("a", "key"));
    }

    [Fact]
    public async Task Several_connections_write_at_once()
    {
        StoreIndex[] indexes = [Open(), Open(), Open()];
        await Task.WhenAll(indexes.Select((index, number) => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                index.Put("space" + number, "key" + i, [(byte)i]);
            }
        })));

        Assert.All(Enumerable.Range(0, 3), number => Assert.Equal(50, indexes[0].GetAll("space" + number).Count));
        Assert.All(indexes, index => index.Dispose());
    }

    private StoreIndex Open() => new(Database, new StoreLocks(Path.Combine(folder, "locks")));
}
