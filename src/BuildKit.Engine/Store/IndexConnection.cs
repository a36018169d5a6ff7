using Microsoft.Data.Sqlite;

namespace BuildKit.Engine.Store;

/// <summary>An open index with its prepared statements. Not safe for concurrent use.</summary>
internal sealed class IndexConnection : IDisposable
{
    private const string Schema =
        """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS memo (space TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (space, key)) WITHOUT ROWID;
        INSERT OR IGNORE INTO memo (space, key, value) VALUES ('made', x'', CAST(strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS BLOB));
        PRAGMA user_version = 1;
        """;

    private readonly SqliteConnection connection;
    private readonly SqliteCommand get;
    private readonly SqliteCommand getAll;
    private readonly SqliteCommand put;

    private IndexConnection(SqliteConnection connection)
    {
        this.connection = connection;
        get = Prepare("SELECT value FROM memo WHERE space = $space AND key = $key");
        getAll = Prepare("SELECT key, value FROM memo WHERE space = $space AND key >= $key");
        put = Prepare("INSERT OR REPLACE INTO memo (space, key, value) VALUES ($space, $key, $value)");
        put.Parameters.Add("$value", SqliteType.Blob);
    }

    /// <summary>Opens the database, making it where there is none.</summary>
    internal static IndexConnection Open(string path)
    {
        var options = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 };
        var connection = new SqliteConnection(options.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL;";
            command.ExecuteNonQuery();

            // By itself, since the first of several results is what counts: a database that is there already must not be written to be opened.
            command.CommandText = "PRAGMA user_version;";
            if (command.ExecuteScalar() is not 1L)
            {
                command.CommandText = Schema;
                command.ExecuteNonQuery();
            }

            return new IndexConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal byte[]? Get(string space, byte[] key)
    {
        get.Parameters[0].Value = space;
        get.Parameters[1].Value = key;
        return get.ExecuteScalar() as byte[];
    }

    /// <summary>The names of the spaces that hold something.</summary>
    internal List<string> Spaces()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT space FROM memo";
        var spaces = new List<string>();
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            spaces.Add(reader.GetString(0));
        }

        return spaces;
    }

    internal List<KeyValuePair<byte[], byte[]>> GetAll(string space)
    {
        getAll.Parameters[0].Value = space;
        getAll.Parameters[1].Value = Array.Empty<byte>();
        var values = new List<KeyValuePair<byte[], byte[]>>();
        using SqliteDataReader reader = getAll.ExecuteReader();
        while (reader.Read())
        {
            values.Add(new KeyValuePair<byte[], byte[]>(reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)));
        }

        return values;
    }

    internal bool PutAll(string space, IReadOnlyCollection<KeyValuePair<byte[], byte[]>> values)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        put.Transaction = transaction;
        foreach ((byte[] key, byte[] value) in values)
        {
            put.Parameters[0].Value = space;
            put.Parameters[1].Value = key;
            put.Parameters[2].Value = value;
            put.ExecuteNonQuery();
        }

        transaction.Commit();
        return true;
    }

    /// <summary>Removes values in one transaction; without a key, all of the space.</summary>
    internal bool RemoveAll(IReadOnlyCollection<(string Space, byte[]? Key)> values)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand remove = Prepare("DELETE FROM memo WHERE space = $space AND ($key IS NULL OR key = $key)");
        remove.Transaction = transaction;
        foreach ((string space, byte[]? key) in values)
        {
            remove.Parameters[0].Value = space;
            remove.Parameters[1].Value = (object?)key ?? DBNull.Value;
            remove.ExecuteNonQuery();
        }

        transaction.Commit();
        return true;
    }

    public void Dispose()
    {
        get.Dispose();
        getAll.Dispose();
        put.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string text)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add("$space", SqliteType.Text);
        command.Parameters.Add("$key", SqliteType.Blob);
        return command;
    }
}
