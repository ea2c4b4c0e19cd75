using System.Globalization;
using ControlPlane.Domain.LogCosts;

namespace ControlPlane.Storage.Metrics;

/// <summary>The counters of a minute's log records: they are beside those of its requests, in the same item.</summary>
internal static class LogCounters
{
    private const string _heldRecords = "hr";
    private const string _heldBytes = "hb";
    private const string _route = "r:";

    private static readonly Names[] _written = Of('w');
    private static readonly Names[] _suppressed = Of('s');

    /// <summary>Adds what is not zero.</summary>
    public static void Put(Dictionary<string, long> deltas, LogVolume volume)
    {
        for (var kind = 0; kind < LogVolume.Kinds; kind++)
        {
            Put(deltas, _written[kind], volume.Written((LogKind)kind));
            Put(deltas, _suppressed[kind], volume.Suppressed((LogKind)kind));
        }

        Put(deltas, new Names(_heldRecords, _heldBytes), volume.Held);
        foreach (var (route, bytes) in volume.Routes)
        {
            deltas[_route + route] = bytes;
        }
    }

    /// <summary>Reads them back into a volume.</summary>
    public static void Read(IReadOnlyDictionary<string, long> values, LogVolume volume)
    {
        for (var kind = 0; kind < LogVolume.Kinds; kind++)
        {
            volume.Write((LogKind)kind, Get(values, _written[kind]));
            volume.Suppress((LogKind)kind, Get(values, _suppressed[kind]));
        }

        volume.Hold(Get(values, new Names(_heldRecords, _heldBytes)));
        foreach (var (name, bytes) in values)
        {
            if (name.StartsWith(_route, StringComparison.Ordinal))
            {
                volume.AddRoute(name[_route.Length..], bytes);
            }
        }
    }

    private static Names[] Of(char which) =>
        [.. Enumerable.Range(0, LogVolume.Kinds).Select(kind => new Names(Text(which, 'r', kind), Text(which, 'b', kind)))];

    private static string Text(char which, char what, int kind) => string.Create(CultureInfo.InvariantCulture, $"{which}{what}{kind}");

    private static LogAmount Get(IReadOnlyDictionary<string, long> values, Names names) =>
        new(values.GetValueOrDefault(names.Records), values.GetValueOrDefault(names.Bytes));

    private static void Put(Dictionary<string, long> deltas, Names names, LogAmount amount)
    {
        if (amount.Records != 0)
        {
            (deltas[names.Records], deltas[names.Bytes]) = (amount.Records, amount.Bytes);
        }
    }

    private readonly record struct Names(string Records, string Bytes);
}
