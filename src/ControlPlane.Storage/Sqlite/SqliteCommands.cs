using Microsoft.Data.Sqlite;

namespace ControlPlane.Storage.Sqlite;

/// <summary>Prepared statements with parameters by position.</summary>
internal static class SqliteCommands
{
    /// <summary>A statement that keeps its compiled form for as long as it lives.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    /// <summary>Sets the parameters, in the order they were declared in.</summary>
    public static void Bind(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
