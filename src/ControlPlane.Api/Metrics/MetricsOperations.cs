using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;

namespace ControlPlane.Api.Metrics;

/// <summary>Our own operation on what a stage has served.</summary>
internal static class MetricsOperations
{
    private static readonly StructureShape _latency = new(
        "LatencyStatistics",
        [
            new("mean", Shape.Number, "The mean in milliseconds; like the others 0 without requests."),
            new("p50", Shape.Number, "The median in milliseconds, within 5 % of the exact one, as are the other quantiles."),
            new("p90", Shape.Number, "The 90th percentile."),
            new("p95", Shape.Number, "The 95th percentile."),
            new("p99", Shape.Number, "The 99th percentile."),
        ]);

    private static readonly Member[] _counts =
    [
        new("count", Shape.Long, "Requests."),
        new("count4xx", Shape.Long, "Those answered with 400 to 499."),
        new("count5xx", Shape.Long, "Those answered with 500 to 599."),
        new("cacheHits", Shape.Long, "Those that the response cache answered."),
        new("cacheMisses", Shape.Long, "Those that the response cache might have answered, and did not."),
    ];

    private static readonly Member[] _latencies =
    [
        new("latency", _latency, "From a request's arrival to its response's end."),
        new("integrationLatency", _latency, "The backend's share, of the requests that asked one."),
    ];

    private static readonly StructureShape _minute = new("MinuteMetrics", [new("time", Shape.Timestamp, "The minute's beginning."), .. _counts, .. _latencies]);

    private static readonly StructureShape _variant = new(
        "VariantMetrics",
        [
            .. _counts,
            new("rate4xx", Shape.Number, "Their share, 0.0 to 1.0."),
            new("rate5xx", Shape.Number, "Their share, 0.0 to 1.0."),
            .. _latencies,
            new("series", new ListShape(_minute), "The minutes in order; those without requests are left out."),
        ]);

    public static Operation Get { get; } = new(
        "GetStageMetrics",
        "GET",
        StageOperations.One + "/metrics",
        200,
        "Tells what a stage has served in a window of minutes, its canary apart. Routers tell of their requests about every ten seconds; after 15 days they are forgotten.")
    {
        Query =
        [
            new("minutes", Shape.Integer, "The window: so many minutes up to now or to the given end, 1 to 1440; 60 when absent."),
            new("from", Shape.Timestamp, "The window's beginning, in place of minutes."),
            new("to", Shape.Timestamp, "The window's end; now when absent."),
        ],
        Output = new StructureShape(
            "StageMetrics",
            [
                new("from", Shape.Timestamp, "The first minute's beginning."),
                new("to", Shape.Timestamp, "The last minute's end."),
                new("base", _variant, "What the stage's own deployment served."),
                new("canary", _variant, "What the canaries served."),
            ]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Get];
}
