using System.CommandLine;
using ControlPlane.Storage.DynamoDb;

namespace ControlPlane.Local;

/// <summary>The options that say where the configuration is kept.</summary>
internal static class StoreArguments
{
    private static readonly Option<string> _store = new("--store")
    {
        Description = "sqlite (a file in the data folder) or dynamodb (a table, which several hosts may share).",
        DefaultValueFactory = _ => "sqlite",
    };

    private static readonly Option<string?> _table = new("--table")
    {
        Description = "The DynamoDB table.",
    };

    private static readonly Option<string?> _url = new("--dynamodb-url")
    {
        Description = "Another DynamoDB endpoint than the region's (DynamoDB Local, dynalite); a loopback one needs no credentials.",
    };

    private static readonly Option<bool> _createTable = new("--create-table")
    {
        Description = "Creates the table when it is not there, with on-demand billing.",
    };

    /// <summary>All of them.</summary>
    public static IEnumerable<Option> All => [_store, _table, _url, _createTable];

    /// <summary>Whether the table may be created.</summary>
    public static bool CreatesTable(ParseResult result) => result.GetValue(_createTable);

    /// <summary>The table, or null when the store is a file.</summary>
    /// <param name="result">What was parsed.</param>
    /// <param name="region">The region that was named, or null.</param>
    /// <exception cref="UsageException">The options do not fit together.</exception>
    public static DynamoDbStoreOptions? Table(ParseResult result, string? region)
    {
        switch (result.GetValue(_store))
        {
            case "dynamodb":
                return new DynamoDbStoreOptions
                {
                    Table = TableName(result.GetValue(_table)),
                    ServiceUrl = result.GetValue(_url) is { } url ? CommandLine.Address(url, _url.Name) : null,
                    Region = region,
                };
            case "sqlite":
                foreach (var option in new Option[] { _table, _url, _createTable })
                {
                    if (result.GetResult(option) is { Implicit: false })
                    {
                        throw new UsageException($"{option.Name} needs --store dynamodb.");
                    }
                }

                return null;
            case var other:
                throw new UsageException($"--store is sqlite or dynamodb, not '{other}'.");
        }
    }

    // DynamoDB's own rule.
    private static string TableName(string? name) =>
        name is null ? throw new UsageException("--store dynamodb needs --table NAME.")
        : name.Length is >= 3 and <= 255 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? name
        : throw new UsageException($"--table needs a name of 3 to 255 letters, digits, '_', '-' and '.', not '{name}'.");
}
