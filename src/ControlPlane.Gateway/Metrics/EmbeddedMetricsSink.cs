using System.Buffers;
using System.Text;
using System.Text.Json;
using ControlPlane.Domain.Metrics;

namespace ControlPlane.Gateway.Metrics;

/// <summary>
/// Writes lines that CloudWatch Logs makes metrics of (embedded metric format), with the names, units and dimensions of API Gateway's
/// own: <c>Count</c>, <c>4XXError</c>, <c>5XXError</c>, <c>Latency</c> and <c>IntegrationLatency</c> by API, by stage and, where detailed
/// metrics are on, by method; versions of functions have metrics of Lambda's. Each request is one sample: the average of an error metric is its rate.
/// </summary>
/// <param name="output">Gets a line of JSON each time. On AWS standard output, without anything around the line.</param>
public sealed class EmbeddedMetricsSink(TextWriter output) : IMetricsSink
{
    /// <summary>The metrics' namespace. It is our own: <c>AWS/</c> belongs to AWS.</summary>
    public const string Namespace = "ControlPlane/Gateway";

    /// <summary>Most different values of a metric in one line.</summary>
    public const int MaxValues = 100;

    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ValueTask WriteAsync(MinuteMetrics metrics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Version is not null)
        {
            return default;
        }

        var counts = metrics.Counts;
        List<Metric> all =
        [
            new("Count", "Count", [1], [counts.Count], counts.Count),
            Errors("4XXError", counts.ClientErrors, counts.Count),
            Errors("5XXError", counts.ServerErrors, counts.Count),
            Latency("Latency", counts.Latency),
            Latency("IntegrationLatency", counts.IntegrationLatency),
        ];
        all.RemoveAll(static metric => metric.Levels.Count == 0);
        while (all.Count > 0)
        {
            var line = Line(metrics, all);
            lock (_gate)
            {
                output.WriteLine(line);
                output.Flush();
            }

            all = [.. all.Select(static metric => metric.Rest).OfType<Metric>()];
        }

        return default;
    }

    private static Metric Errors(string name, long errors, long count) => (errors, count - errors) switch
    {
        (0, _) => new Metric(name, "Count", [0], [count], 0),
        (_, 0) => new Metric(name, "Count", [1], [count], errors),
        var (_, others) => new Metric(name, "Count", [0, 1], [others, errors], errors),
    };

    private static Metric Latency(string name, LatencyHistogram latency)
    {
        var values = new List<double>();
        var counts = new List<long>();
        for (var i = 0; i < LatencyScale.Buckets; i++)
        {
            if (latency.Buckets[i] > 0)
            {
                values.Add(Math.Round(LatencyScale.MillisecondsOf(i), 3));
                counts.Add(latency.Buckets[i]);
            }
        }

        return new Metric(name, "Milliseconds", values, counts, latency.SumMicroseconds / 1000.0);
    }

    private static string Line(MinuteMetrics metrics, List<Metric> all)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", metrics.Minute.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", Namespace);
            json.WriteStartArray("Dimensions");
            if (metrics.Verb is null)
            {
                WriteTexts(json, "ApiName");
                WriteTexts(json, "ApiName", "Stage");
            }
            else
            {
                WriteTexts(json, "ApiName", "Stage", "Resource", "Method");
            }

            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            foreach (var metric in all)
            {
                json.WriteStartObject();
                json.WriteString("Name", metric.Name);
                json.WriteString("Unit", metric.Unit);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("ApiName", metrics.Labels.ApiName);
            json.WriteString("Stage", metrics.Labels.Stage);
            if (metrics.Verb is not null)
            {
                json.WriteString("Resource", metrics.ResourcePath);
                json.WriteString("Method", metrics.Verb);
            }

            json.WriteString("ApiId", metrics.ApiId);
            all.ForEach(metric => metric.Write(json));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteTexts(Utf8JsonWriter json, params ReadOnlySpan<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>A metric with how often each of its values was seen, lowest first; more than a line takes go into the next.</summary>
    private sealed record Metric(string Name, string Unit, IReadOnlyList<double> Levels, IReadOnlyList<long> Times, double Total)
    {
        public Metric? Rest => Levels.Count <= MaxValues
            ? null
            : new Metric(Name, Unit, [.. Levels.Skip(MaxValues)], [.. Times.Skip(MaxValues)], Share(MaxValues, Levels.Count));

        public void Write(Utf8JsonWriter json)
        {
            var count = Math.Min(Levels.Count, MaxValues);
            json.WriteStartObject(Name);
            json.WriteStartArray("Values");
            for (var i = 0; i < count; i++)
            {
                json.WriteNumberValue(Levels[i]);
            }

            json.WriteEndArray();
            json.WriteStartArray("Counts");
            var samples = 0L;
            for (var i = 0; i < count; i++)
            {
                json.WriteNumberValue(Times[i]);
                samples += Times[i];
            }

            json.WriteEndArray();
            json.WriteNumber("Min", Levels[0]);
            json.WriteNumber("Max", Levels[count - 1]);
            json.WriteNumber("Count", samples);
            json.WriteNumber("Sum", Math.Round(count == Levels.Count ? Total : Share(0, count), 3));
            json.WriteEndObject();
        }

        // Of the sum, which is exact, as much as these values, which are not, are of all.
        private double Share(int first, int end) => Total * Weight(first, end) / Weight(0, Levels.Count);

        private double Weight(int first, int end)
        {
            var weight = 0.0;
            for (var i = first; i < end; i++)
            {
                weight += Levels[i] * Times[i];
            }

            return weight;
        }
    }
}
