using System.Globalization;
using System.Text.Json;
using ControlPlane.Api.Metrics;
using ControlPlane.Api.Stages;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.LogCosts;

namespace ControlPlane.Api.LogCosts;

/// <summary>How the cost of logs looks on the wire: dollars and gigabytes with six decimals, percent with one.</summary>
internal static class LogCostJson
{
    private const int _shownRoutes = 10;

    private static readonly string[] _kinds = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "ACCESS", "EXECUTION"];

    public static void Write(Utf8JsonWriter writer, MetricsWindow window, LogCostReport report)
    {
        writer.WriteStartObject();
        writer.Time("from", window.From);
        writer.Time("to", window.To);
        writer.WriteNumber("measuredSeconds", Math.Round(report.Measured.TotalSeconds, 3));
        LogLevelJson.WriteEffective(writer, "effective", report.Level);
        if (report.Level.ExpiresAt is { } end)
        {
            writer.Time("expiresAt", end);
        }

        Write(writer, "base", report.Base);
        Write(writer, "canary", report.Canary);
        Write(writer, "total", report.Total);
        WriteSavings(writer, report);
        WriteRoutes(writer, report.Total.Volume);
        WritePrices(writer, report.Terms.Price);
        writer.WriteStartArray("warnings");
        foreach (var warning in report.Warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, LogCost cost)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("levels");
        for (var kind = LogKind.Debug; kind <= LogKind.Execution; kind++)
        {
            var (written, suppressed) = (cost.Volume.Written(kind), cost.Volume.Suppressed(kind));
            writer.WriteStartObject();
            writer.WriteString("level", _kinds[(int)kind]);
            writer.WriteNumber("writtenRecords", written.Records);
            writer.WriteNumber("writtenBytes", written.Bytes);
            writer.WriteNumber("suppressedRecords", suppressed.Records);
            writer.WriteNumber("suppressedBytes", suppressed.Bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("projections");
        foreach (var projection in cost.Levels)
        {
            writer.WriteStartObject();
            WriteMembers(writer, projection);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("present");
        WriteMembers(writer, cost.Present);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, LogProjection projection)
    {
        writer.WriteString("level", projection.Level);
        writer.WriteNumber("gigabytesPerMonth", Round(projection.Gigabytes));
        writer.WriteStartArray("monthlyCosts");
        foreach (var bill in projection.Bills)
        {
            writer.WriteStartObject();
            writer.WriteNumber("retentionDays", bill.RetentionDays);
            writer.WriteNumber("ingestion", Round(bill.Ingestion));
            writer.WriteNumber("storage", Round(bill.Storage));
            writer.WriteNumber("total", Round(bill.Total));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSavings(Utf8JsonWriter writer, LogCostReport report)
    {
        writer.WriteStartObject("savings");
        writer.WriteNumber("retentionDays", report.Terms.RetentionDays[0]);
        writer.WriteStartArray("against");
        foreach (var (level, saving) in report.Savings)
        {
            writer.WriteStartObject();
            writer.WriteString("against", level);
            writer.WriteNumber("cost", Round(saving.Cost));
            writer.WriteNumber("saved", Round(saving.Saved));
            writer.WriteNumber("percent", Math.Round(saving.Percent, 1));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("summary", report.Summary);
        writer.WriteEndObject();
    }

    private static void WriteRoutes(Utf8JsonWriter writer, LogVolume volume)
    {
        writer.WriteStartArray("routes");
        foreach (var (route, bytes) in volume.Routes.OrderByDescending(static route => route.Value).ThenBy(static route => route.Key, StringComparer.Ordinal).Take(_shownRoutes))
        {
            writer.WriteStartObject();
            writer.WriteString("route", route);
            writer.WriteNumber("bytes", bytes);
            writer.WriteNumber("share", Round((double)bytes / volume.AllWritten.Bytes));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePrices(Utf8JsonWriter writer, LogPrice price)
    {
        writer.WriteStartObject("prices");
        writer.WriteString("region", price.Region);
        writer.WriteString("date", LogPrices.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("source", LogPrices.Source);
        writer.WriteString("currency", "USD");
        writer.WriteStartArray("ingestion");
        foreach (var (upTo, each) in price.Tiers)
        {
            writer.WriteStartObject();
            if (upTo is { } end)
            {
                writer.WriteNumber("upToGigabytes", end);
            }

            writer.WriteNumber("perGigabyte", each);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("storagePerGigabyteMonth", price.Storage);
        writer.WriteNumber("compressionFactor", LogPrice.CompressionFactor);
        writer.WriteEndObject();
    }

    private static double Round(double number) => Math.Round(number, 6);
}
