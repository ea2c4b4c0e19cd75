using System.Collections.Concurrent;
using System.Globalization;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Gateway.WebAcls.Rates;

/// <summary>
/// The tables of all rules that count clients. A stage's canary shares its base's, and a new revision of the stage its predecessor's, so
/// that a change of something else lets nobody start anew. They are this router's alone: beside others, each lets a client's limit through.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RateTables(TimeProvider time)
{
    /// <summary>Most tables that are kept while nothing in them counts.</summary>
    private const int MaxIdle = 100;

    private readonly ConcurrentDictionary<string, RateTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Where the clients of a rule are counted.</summary>
    public RateTable Find(Stage stage, string rule, RateBasedStatement statement)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{stage.RestApiId}/{stage.StageName}/{rule}/{statement.Key}/{statement.HeaderName}/{statement.WindowSeconds}");
        if (!_tables.ContainsKey(name) && _tables.Count >= MaxIdle)
        {
            var now = time.GetTimestamp();
            foreach (var (other, table) in _tables)
            {
                if (table.IsIdle(now))
                {
                    _tables.TryRemove(KeyValuePair.Create(other, table));
                }
            }
        }

        return _tables.GetOrAdd(name, static (_, made) => new RateTable(made.Frequency, made.Window), (Frequency: time.TimestampFrequency, Window: statement.WindowSeconds));
    }
}
