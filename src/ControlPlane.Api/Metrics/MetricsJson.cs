using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Metrics;

namespace ControlPlane.Api.Metrics;

/// <summary>How metrics look on the wire: milliseconds with three decimals, shares with six.</summary>
internal static class MetricsJson
{
    public static void WriteVariant(Utf8JsonWriter writer, string name, IReadOnlyList<MinuteCounts> minutes)
    {
        var sum = new RequestCounts();
        foreach (var minute in minutes)
        {
            sum.Add(minute.Counts);
        }

        writer.WriteStartObject(name);
        WriteCounts(writer, sum);
        writer.WriteNumber("rate4xx", Rate(sum.ClientErrors, sum.Count));
        writer.WriteNumber("rate5xx", Rate(sum.ServerErrors, sum.Count));
        WriteLatencies(writer, sum);
        writer.WriteStartArray("series");
        foreach (var (time, counts) in minutes)
        {
            writer.WriteStartObject();
            writer.Time("time", time);
            WriteCounts(writer, counts);
            WriteLatencies(writer, counts);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, RequestCounts counts)
    {
        writer.WriteNumber("count", counts.Count);
        writer.WriteNumber("count4xx", counts.ClientErrors);
        writer.WriteNumber("count5xx", counts.ServerErrors);
        writer.WriteNumber("cacheHits", counts.CacheHits);
        writer.WriteNumber("cacheMisses", counts.CacheMisses);
    }

    private static void WriteLatencies(Utf8JsonWriter writer, RequestCounts counts)
    {
        WriteLatency(writer, "latency", counts.Latency);
        WriteLatency(writer, "integrationLatency", counts.IntegrationLatency);
    }

    private static void WriteLatency(Utf8JsonWriter writer, string name, LatencyHistogram latency)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("mean", Math.Round(latency.MeanMilliseconds, 3));
        writer.WriteNumber("p50", Math.Round(latency.Quantile(0.5), 3));
        writer.WriteNumber("p90", Math.Round(latency.Quantile(0.9), 3));
        writer.WriteNumber("p95", Math.Round(latency.Quantile(0.95), 3));
        writer.WriteNumber("p99", Math.Round(latency.Quantile(0.99), 3));
        writer.WriteEndObject();
    }

    private static double Rate(long part, long whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 6);
}
