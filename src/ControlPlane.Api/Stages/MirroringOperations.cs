using ControlPlane.Api.Description;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on what a stage mirrors to its canary.</summary>
internal static class MirroringOperations
{
    private const string _path = StageOperations.One + "/mirroring";

    private static readonly Member _resourcePath = new("resourcePath", Shape.Text, "The resource's path template, as it is in both deployments.");
    private static readonly Member _httpMethod = new("httpMethod", Shape.Text, "The verb; where the resource has ANY, the requests with this verb.") { Values = ["GET", "HEAD", "OPTIONS"] };

    private static readonly StructureShape _route = new(
        "MirroredRoute",
        [_resourcePath.Needed(), _httpMethod.Needed(), new("percent", Shape.Number, "Share of its requests that are mirrored, above 0.0 to 100.0; 100.0 when absent.")]);

    private static readonly Member[] _members =
    [
        new("routes", new ListShape(_route), "The routes, 1 to 100."),
        new("maxConcurrent", Shape.Integer, "Mirrored requests under way in a router at a time, 1 to 100; 10 when absent. Those above are left out."),
        new("maxPerSecond", Shape.Integer, "Mirrored requests of a router in a second, 1 to 1000; 10 when absent. Those above are left out."),
        new("ignoreHeaders", Shape.Texts, "Response headers that may differ, beside those that always may (Date, ETag, Set-Cookie and the like)."),
        new("ignoreJsonMembers", Shape.Texts, "Members of JSON responses that may differ: names, or paths as /items/[]/price."),
        new("sampleSize", Shape.Integer, "How many different differences of a route are remembered, 0 to 100; 20 when absent."),
    ];

    private static readonly StructureShape _mirroring = new("StageMirroring", _members);

    private static readonly StructureShape _sample = new(
        "MirroringSample",
        [
            new("kind", Shape.Text, "What differs.") { Values = ["status", "headers", "shape", "body"] },
            new("difference", Shape.Text, "Where, and how; no values."),
            new("count", Shape.Long, "How often it was seen."),
        ]);

    private static readonly StructureShape _found = new(
        "MirroringFindings",
        [
            _resourcePath,
            _httpMethod,
            new("compared", Shape.Long, "Requests whose two answers were compared."),
            new("same", Shape.Long, "Those whose answers were alike."),
            new(
                "differences",
                new StructureShape(
                    "MirroringDifferences",
                    [
                        new("status", Shape.Long, "Those whose statuses differed; nothing else is compared then."),
                        new("headers", Shape.Long, "Those whose headers differed."),
                        new("shape", Shape.Long, "Those whose JSON had other members or types."),
                        new("body", Shape.Long, "Those whose bodies, other than JSON, had other lengths."),
                    ]),
                "The others, by what differed; an answer may differ in several ways."),
            new("unfinished", Shape.Long, "Mirrored requests without a comparison: the canary took too long, or the client left."),
            new("dropped", Shape.Long, "Requests that were left out: too many at a time, or with a body."),
            new("samples", new ListShape(_sample), "Differences, the most frequent first."),
        ]);

    public static Operation Put { get; } = new(
        "PutStageMirroring", "PUT", _path, 200, "Sends a share of a stage's requests to its canary, too, and compares the answers; the client gets the base's and never waits.")
    {
        Headers = [Members.IfMatch],
        Body = [_members[0].Needed(), .. _members[1..]],
        Output = _mirroring,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetStageMirroring", "GET", _path, 200, "Shows what a stage mirrors to its canary.")
    {
        Output = _mirroring,
        IsApiGateways = false,
    };

    public static Operation Delete { get; } = new("DeleteStageMirroring", "DELETE", _path, 204, "Mirrors nothing any more.")
    {
        Headers = [Members.IfMatch],
        IsApiGateways = false,
    };

    public static Operation Report { get; } = new(
        "GetStageMirroringReport", "GET", _path + "/report", 200, "Tells how the answers of a canary differed from the base's, route by route.")
    {
        Query = [new("deploymentId", Shape.Text, "The deployment the canary served; that of the present canary when absent.")],
        Output = new StructureShape(
            "MirroringReport",
            [new("deploymentId", Shape.Text, "The deployment the canary served."), new("routes", new ListShape(_found), "What was found, route by route.")]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, Delete, Report];
}
