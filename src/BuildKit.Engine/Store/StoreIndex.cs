using System.Text;
using Microsoft.Data.Sqlite;

namespace BuildKit.Engine.Store;

/// <summary>
/// What the store has worked out and could work out again: digests of the context's files, the blob that a layer was compressed to,
/// the last key of a place in a Buildfile. Values by space and key in one SQLite database (WAL). It is a memory and not a record: a
/// damaged database is made anew, and a value that could not be written is worked out again.
/// </summary>
internal sealed class StoreIndex : IDisposable
{
    private const int SqliteInputOutput = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteNotADatabase = 26;
    private const int SqliteError = 1;

    private readonly string path;
    private readonly StoreLocks locks;
    private readonly Lock gate = new();
    private IndexConnection? connection;

    internal StoreIndex(string path, StoreLocks locks)
    {
        this.path = path;
        this.locks = locks;
    }

    /// <summary>The value, or null where none is known.</summary>
    internal byte[]? Get(string space, string key) => Read(open => open.Get(space, Encoding.UTF8.GetBytes(key)), null);

    /// <summary>All values of a space, in the byte order of their keys.</summary>
    internal List<KeyValuePair<byte[], byte[]>> GetAll(string space) => Read(open => open.GetAll(space), []);

    /// <summary>The names of the spaces that hold something.</summary>
    internal List<string> Spaces() => Read(open => open.Spaces(), []);

    /// <summary>For whoever takes what is not in the index for something that nobody needs: fails where it cannot be read, which the others take for empty.</summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    internal void DemandReadable() => Use(open => open.Spaces());

    /// <summary>Keeps a value; takes the place of an older one.</summary>
    internal void Put(string space, string key, byte[] value) => PutAll(space, [new KeyValuePair<byte[], byte[]>(Encoding.UTF8.GetBytes(key), value)]);

    /// <summary>Keeps several values in one transaction.</summary>
    internal void PutAll(string space, IReadOnlyCollection<KeyValuePair<byte[], byte[]>> values)
    {
        if (values.Count > 0)
        {
            Write(open => open.PutAll(space, values));
        }
    }

    /// <summary>Removes values in one transaction; without a key, all of the space.</summary>
    internal void RemoveAll(IReadOnlyCollection<(string Space, byte[]? Key)> values)
    {
        if (values.Count > 0)
        {
            Write(open => open.RemoveAll(values));
        }
    }

    /// <summary>What SQLite finds wrong with the whole database, which stays as it is; null where nothing is, or where there is none.</summary>
    internal string? FindProblem() => File.Exists(path) ? IndexIntegrity.FindProblem(path) : null;

    /// <summary>Removes the database; the next use makes it anew.</summary>
    internal void Discard()
    {
        lock (gate)
        {
            Rebuild();
        }
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => Close();

    private void Write(Func<IndexConnection, bool> action)
    {
        try
        {
            Use(action);
        }
        catch (SqliteException)
        {
            // A full disk, or another process that writes without end: these values will be worked out, or removed, again.
            Close();
        }
    }

    // Even a look needs room beside the database, for the memory that its users share: without it nothing is known.
    private T Read<T>(Func<IndexConnection, T> action, T nothing)
    {
        try
        {
            return Use(action);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SqliteInputOutput or SqliteFull)
        {
            Close();
            return nothing;
        }
    }

    private T Use<T>(Func<IndexConnection, T> action)
    {
        lock (gate)
        {
            try
            {
                return action(connection ??= IndexConnection.Open(path));
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase or SqliteError)
            {
                Rebuild();
                return action(connection ??= IndexConnection.Open(path));
            }
        }
    }

    private void Rebuild()
    {
        connection?.Dispose();
        connection = null;
        using RangeLock? sole = locks.Try("index", exclusive: true);
        if (sole is null)
        {
            // Another process is making it anew.
            return;
        }

        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private void Close()
    {
        lock (gate)
        {
            connection?.Dispose();
            connection = null;
        }
    }
}
