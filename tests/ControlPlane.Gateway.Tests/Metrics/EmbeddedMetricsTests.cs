using System.Text.Json;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Recording;

namespace ControlPlane.Gateway.Tests.Metrics;

public sealed class EmbeddedMetricsTests
{
    private readonly StageMetrics _metrics = new();

    [Fact]
    public async Task A_variants_line_has_the_form_CloudWatch_reads()
    {
        _metrics.Record(Requests.One(200, latency: 20, integration: 8));
        _metrics.Record(Requests.One(404, latency: 20));

        var line = (await LinesAsync()).ShouldHaveSingleItem();

        line.GetProperty("_aws").GetRawText().ShouldBe(
            """{"Timestamp":1772366400000,"CloudWatchMetrics":[{"Namespace":"ControlPlane/Gateway","Dimensions":[["ApiName"],["ApiName","Stage"]]"""
            + ""","Metrics":[{"Name":"Count","Unit":"Count"},{"Name":"4XXError","Unit":"Count"},{"Name":"5XXError","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"},{"Name":"IntegrationLatency","Unit":"Milliseconds"}]}]}""");
        (Text(line, "ApiName"), Text(line, "Stage"), Text(line, "ApiId")).ShouldBe(("shop", "prod", "abcdefghij"));
        line.GetProperty("Count").GetRawText().ShouldBe("""{"Values":[1],"Counts":[2],"Min":1,"Max":1,"Count":2,"Sum":2}""");
        line.GetProperty("4XXError").GetRawText().ShouldBe("""{"Values":[0,1],"Counts":[1,1],"Min":0,"Max":1,"Count":2,"Sum":1}""");
        line.GetProperty("5XXError").GetRawText().ShouldBe("""{"Values":[0],"Counts":[2],"Min":0,"Max":0,"Count":2,"Sum":0}""");
        var latency = line.GetProperty("Latency");
        latency.GetProperty("Values")[0].GetDouble().ShouldBeInRange(19, 21);
        (latency.GetProperty("Count").GetInt64(), latency.GetProperty("Sum").GetDouble()).ShouldBe((2, 40));
    }

    [Fact]
    public async Task Of_a_cache_it_tells_hits_and_misses_of_the_requests_that_asked_it()
    {
        _metrics.Record(Requests.One(200));
        _metrics.Record(Requests.One(200) with { Cache = CacheOutcome.Hit });
        _metrics.Record(Requests.One(200) with { Cache = CacheOutcome.Hit });
        _metrics.Record(Requests.One(200) with { Cache = CacheOutcome.Miss });

        var line = (await LinesAsync()).ShouldHaveSingleItem();

        line.GetProperty("CacheHitCount").GetRawText().ShouldBe("""{"Values":[0,1],"Counts":[1,2],"Min":0,"Max":1,"Count":3,"Sum":2}""");
        line.GetProperty("CacheMissCount").GetRawText().ShouldBe("""{"Values":[0,1],"Counts":[2,1],"Min":0,"Max":1,"Count":3,"Sum":1}""");
    }

    [Fact]
    public async Task A_method_with_detailed_metrics_has_a_line_of_its_own_with_its_dimensions_alone()
    {
        _metrics.Record(Requests.One(500, canary: true, detailed: true));

        var lines = await LinesAsync();

        lines.Length.ShouldBe(2);
        var method = lines.Single(static line => line.TryGetProperty("Method", out _));
        Directive(method).GetProperty("Dimensions").GetRawText().ShouldBe("""[["ApiName","Stage","Resource","Method"]]""");
        (Text(method, "Stage"), Text(method, "Resource"), Text(method, "Method")).ShouldBe(("prod-canary", "/pets/{id}", "ANY"));
        method.TryGetProperty("IntegrationLatency", out _).ShouldBeFalse("no backend was asked");
    }

    [Fact]
    public async Task Every_line_keeps_to_the_specification_however_spread_the_latencies_are()
    {
        for (var latency = 0.3; latency < 70_000; latency *= 1.04)
        {
            _metrics.Record(Requests.One(latency: latency, integration: latency < 100 ? latency : 0, at: Requests.Noon.AddMilliseconds(-latency)));
        }

        var lines = await LinesAsync();

        lines.Length.ShouldBe(2, "a metric takes 100 values a line");
        foreach (var line in lines)
        {
            var directive = Directive(line);
            directive.GetProperty("Dimensions").EnumerateArray().SelectMany(static set => set.EnumerateArray()).ShouldAllBe(
                name => line.GetProperty(name.GetString()!).ValueKind == JsonValueKind.String && line.GetProperty(name.GetString()!).GetString()!.Length <= 1024);
            directive.GetProperty("Metrics").GetArrayLength().ShouldBeInRange(1, 100);
            foreach (var metric in directive.GetProperty("Metrics").EnumerateArray())
            {
                var value = line.GetProperty(Text(metric, "Name"));
                var (values, counts) = (Numbers(value, "Values"), Numbers(value, "Counts"));
                values.Length.ShouldBeInRange(1, 100);
                counts.Length.ShouldBe(values.Length);
                values.ShouldBe(values.Order());
                value.GetProperty("Count").GetDouble().ShouldBe(counts.Sum());
                value.GetProperty("Min").GetDouble().ShouldBe(values[0]);
                value.GetProperty("Max").GetDouble().ShouldBe(values[^1]);
                value.GetProperty("Sum").GetDouble().ShouldBe(values.Zip(counts, static (one, times) => one * times).Sum(), tolerance: 1e-9 + (value.GetProperty("Sum").GetDouble() * 0.06));
            }
        }

        lines.Sum(static line => line.GetProperty("Latency").GetProperty("Count").GetInt64()).ShouldBe(lines[0].GetProperty("Count").GetProperty("Sum").GetInt64());
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    private static JsonElement Directive(JsonElement line) => line.GetProperty("_aws").GetProperty("CloudWatchMetrics").EnumerateArray().Single();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static one => one.GetDouble())];

    private async Task<JsonElement[]> LinesAsync()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var sink = new EmbeddedMetricsSink(output);
        foreach (var metrics in _metrics.Drain())
        {
            await sink.WriteAsync(metrics, default);
        }

        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }
}
