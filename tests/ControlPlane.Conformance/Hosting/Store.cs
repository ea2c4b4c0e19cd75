namespace ControlPlane.Conformance.Hosting;

/// <summary>Where a host keeps its configuration.</summary>
public enum StoreKind
{
    Sqlite,
    DynamoDb,
}

/// <summary>What a host is told of its store.</summary>
internal static class Store
{
    /// <summary>The options of a store that nobody else uses: the data folder, or a new table of an engine that outlives the host.</summary>
    public static async Task<string[]> OptionsAsync(StoreKind kind) => kind == StoreKind.Sqlite
        ? []
        : ["--store", "dynamodb", "--table", Dynalite.NewTableName(), "--dynamodb-url", (await Dynalite.UrlAsync()).ToString(), "--create-table"];
}
