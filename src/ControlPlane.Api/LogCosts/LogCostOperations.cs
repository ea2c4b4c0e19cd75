using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;

namespace ControlPlane.Api.LogCosts;

/// <summary>Our own operation on what the logs of a stage cost.</summary>
internal static class LogCostOperations
{
    private static readonly StructureShape _level = new(
        "LogLevelVolume",
        [
            new("level", Shape.Text, "The level of the records, or the log that no level governs.") { Values = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "ACCESS", "EXECUTION"] },
            new("writtenRecords", Shape.Long, "Records that were written."),
            new("writtenBytes", Shape.Long, "Their bytes, as the router function writes them on AWS."),
            new("suppressedRecords", Shape.Long, "Records that their level suppressed."),
            new("suppressedBytes", Shape.Long, "The bytes they would have had, by the mean of measured ones."),
        ]);

    private static readonly StructureShape _bill = new(
        "LogBill",
        [
            new("retentionDays", Shape.Integer, "Days the logs are kept."),
            new("ingestion", Shape.Number, "For taking a month's logs in, in US dollars."),
            new("storage", Shape.Number, "For a month of keeping them, once the retention is full."),
            new("total", Shape.Number, "Both."),
        ]);

    private static readonly StructureShape _projection = new(
        "LogProjection",
        [
            new("level", Shape.Text, "The level; OFF for access and execution logs alone."),
            new("gigabytesPerMonth", Shape.Number, "GB of 30 days, with the 26 bytes that CloudWatch adds to each event."),
            new("monthlyCosts", new ListShape(_bill), "What they cost, by retention."),
        ]);

    private static readonly StructureShape _cost = new(
        "LogCost",
        [
            new("levels", new ListShape(_level), "What was measured."),
            new("projections", new ListShape(_projection), "What a month would have at every level."),
            new("present", _projection, "What a month has as things are, samples and held records included."),
        ]);

    private static readonly StructureShape _saving = new(
        "LogSaving",
        [
            new("against", Shape.Text, "The level that is compared with."),
            new("cost", Shape.Number, "What it costs a month, in US dollars."),
            new("saved", Shape.Number, "How much of that the present level saves; below zero when it costs more."),
            new("percent", Shape.Number, "The same in percent."),
        ]);

    private static readonly StructureShape _savings = new(
        "LogSavings",
        [
            new("retentionDays", Shape.Integer, "Days the logs are kept."),
            new("against", new ListShape(_saving), "What the present level saves against DEBUG, and against INFO."),
            new("summary", Shape.Text, "The same as a sentence."),
        ]);

    private static readonly StructureShape _tier = new(
        "LogPriceTier",
        [
            new("upToGigabytes", Shape.Number, "GB a month up to which it counts; absent for the last."),
            new("perGigabyte", Shape.Number, "US dollars for a GB taken in."),
        ]);

    private static readonly StructureShape _prices = new(
        "LogPrices",
        [
            new("region", Shape.Text, "The region they are of."),
            new("date", Shape.Text, "The day they are of."),
            new("source", Shape.Text, "Where they are published."),
            new("currency", Shape.Text, "USD."),
            new("ingestion", new ListShape(_tier), "What taking in Lambda logs costs."),
            new("storagePerGigabyteMonth", Shape.Number, "US dollars for a GB kept for a month."),
            new("compressionFactor", Shape.Number, "How much of what is taken in is kept."),
        ]);

    private static readonly StructureShape _route = new(
        "RouteLogShare",
        [
            new("route", Shape.Text, "The method and its resource's path; unmatched for requests to none."),
            new("bytes", Shape.Long, "The bytes it wrote."),
            new("share", Shape.Number, "Their share of all that was written, 0.0 to 1.0."),
        ]);

    public static Operation Get { get; } = new(
        "GetStageLogCost",
        "GET",
        StageOperations.One + "/logcost",
        200,
        "Tells what a stage logs, what that costs a month at every level, and what the present level saves.")
    {
        Query =
        [
            new("minutes", Shape.Integer, "The window: so many minutes up to now or to the given end, 1 to 1440; 60 when absent."),
            new("from", Shape.Timestamp, "The window's beginning, in place of minutes."),
            new("to", Shape.Timestamp, "The window's end; now when absent."),
            new("retentionDays", Shape.Text, "For how many days logs are kept: up to ten numbers from 1 to 3653 with commas between them; 30,7,90,365 when absent. Savings are told for the first."),
        ],
        Output = new StructureShape(
            "StageLogCost",
            [
                new("from", Shape.Timestamp, "The first minute's beginning."),
                new("to", Shape.Timestamp, "The last minute's end."),
                new("measuredSeconds", Shape.Number, "How much of it the stage was there for."),
                new("effective", LogLevelOperations.Effective, "What decides the level at present."),
                new("expiresAt", Shape.Timestamp, "When that ends; absent when it stays."),
                new("base", _cost, "The stage's own deployment."),
                new("canary", _cost, "The canaries."),
                new("total", _cost, "Both."),
                new("savings", _savings, "What the present level saves."),
                new("routes", new ListShape(_route), "The routes that write most, the largest first."),
                new("prices", _prices, "What was reckoned with."),
                new("warnings", Shape.Texts, "What a reader must know: too little data, a region without prices, a route that makes most of it."),
            ]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Get];
}
