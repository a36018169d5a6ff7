using Microsoft.Data.Sqlite;

namespace BuildKit.Engine.Store;

/// <summary>Lets SQLite look for damage in a database, reading all of it and writing nothing.</summary>
internal static class IndexIntegrity
{
    /// <summary>What is wrong, in one line; null where nothing is.</summary>
    internal static string? FindProblem(string path)
    {
        var options = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10, Mode = SqliteOpenMode.ReadOnly };
        try
        {
            using var connection = new SqliteConnection(options.ToString());
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            string? answer = command.ExecuteScalar() as string;
            if (answer != "ok")
            {
                return answer?.ReplaceLineEndings(" ") ?? "it cannot be checked";
            }

            command.CommandText = "SELECT count(*) FROM memo";
            command.ExecuteScalar();
            return null;
        }
        catch (SqliteException exception)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
    }
}
