using System.Text.Json;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>Mirroring on the wire.</summary>
internal static class MirroringJson
{
    private const int _concurrent = 10;
    private const int _perSecond = 10;
    private const int _samples = 20;
    private const double _all = 100;

    /// <summary>Reads and checks what is to be mirrored.</summary>
    /// <exception cref="Domain.Errors.ApiException">400 that names the member.</exception>
    public static StageMirroring Read(RequestBody body) => StageMirroring.Validate(new StageMirroring
    {
        Routes = [.. body.Objects("routes").Select(static route => new MirroredRoute(
            route.RequiredText("resourcePath"), route.RequiredText("httpMethod"), route.Number("percent") ?? _all))],
        MaxConcurrent = body.Whole("maxConcurrent") ?? _concurrent,
        MaxPerSecond = body.Whole("maxPerSecond") ?? _perSecond,
        IgnoreHeaders = body.Texts("ignoreHeaders"),
        IgnoreJsonMembers = body.Texts("ignoreJsonMembers"),
        SampleSize = body.Whole("sampleSize") ?? _samples,
    });

    /// <summary>What is mirrored.</summary>
    public static void Write(Utf8JsonWriter writer, StageMirroring mirroring)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("routes");
        foreach (var route in mirroring.Routes)
        {
            writer.WriteStartObject();
            writer.WriteString("resourcePath", route.ResourcePath);
            writer.WriteString("httpMethod", route.HttpMethod);
            writer.WriteNumber("percent", route.Percent);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("maxConcurrent", mirroring.MaxConcurrent);
        writer.WriteNumber("maxPerSecond", mirroring.MaxPerSecond);
        writer.List("ignoreHeaders", mirroring.IgnoreHeaders);
        writer.List("ignoreJsonMembers", mirroring.IgnoreJsonMembers);
        writer.WriteNumber("sampleSize", mirroring.SampleSize);
        writer.WriteEndObject();
    }

    /// <summary>What was found of a route.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="samples">How many samples are shown.</param>
    public static void Write(Utf8JsonWriter writer, MirroringFindings findings, int samples)
    {
        writer.WriteStartObject();
        writer.WriteString("resourcePath", findings.ResourcePath);
        writer.WriteString("httpMethod", findings.HttpMethod);
        Count(MirroringFindings.Compared);
        Count(MirroringFindings.Same);
        writer.WriteStartObject("differences");
        Count(MirroringFindings.Status);
        Count(MirroringFindings.Headers);
        Count(MirroringFindings.Shape);
        Count(MirroringFindings.Body);
        writer.WriteEndObject();
        Count(MirroringFindings.Unfinished);
        Count(MirroringFindings.Dropped);
        writer.WriteStartArray("samples");
        foreach (var (difference, count) in findings.Samples.OrderByDescending(static sample => sample.Value).ThenBy(static sample => sample.Key, StringComparer.Ordinal).Take(samples))
        {
            var colon = difference.IndexOf(": ", StringComparison.Ordinal);
            writer.WriteStartObject();
            writer.WriteString("kind", difference[..colon]);
            writer.WriteString("difference", difference[(colon + 2)..]);
            writer.WriteNumber("count", count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();

        void Count(string name) => writer.WriteNumber(name, findings.Counts.GetValueOrDefault(name));
    }
}
