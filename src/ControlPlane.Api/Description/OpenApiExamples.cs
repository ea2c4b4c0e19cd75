using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace ControlPlane.Api.Description;

/// <summary>Values that stand for real ones in the API's description of itself.</summary>
internal static class OpenApiExamples
{
    // Deep enough for a resource's integration responses.
    private const int _deepest = 6;
    private const long _time = 1_767_225_600;

    private static readonly FrozenDictionary<string, string> _texts = new Dictionary<string, string>
    {
        ["id"] = "a1b2c3d4e5",
        ["restapi_id"] = "a1b2c3d4e5",
        ["restApiId"] = "a1b2c3d4e5",
        ["resource_id"] = "x7y8z9",
        ["parent_id"] = "x7y8z9",
        ["parentId"] = "x7y8z9",
        ["rootResourceId"] = "x7y8z9",
        ["deployment_id"] = "d4e5f6",
        ["deploymentId"] = "d4e5f6",
        ["other_deployment_id"] = "g7h8i9",
        ["from"] = "d4e5f6",
        ["to"] = "g7h8i9",
        ["stage_name"] = "prod",
        ["stageName"] = "prod",
        ["stage"] = "prod",
        ["name"] = "orders",
        ["description"] = "Orders of the shop",
        ["version"] = "1.4.0",
        ["http_method"] = "GET",
        ["httpMethod"] = "GET",
        ["status_code"] = "200",
        ["statusCode"] = "200",
        ["pathPart"] = "orders",
        ["path"] = "/orders",
        ["resourcePath"] = "/orders/{id}",
        ["pathWithQueryString"] = "/orders/7?full=true",
        ["uri"] = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:orders:${stageVariables.alias}/invocations",
        ["resolvedUri"] = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:orders:live/invocations",
        ["type"] = "AWS_PROXY",
        ["authorizationType"] = "NONE",
        ["resource_arn"] = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod",
        ["arn"] = "arn:aws:iam::123456789012:user/ana",
        ["actor"] = "arn:aws:iam::123456789012:user/ana",
        ["createdBy"] = "arn:aws:iam::123456789012:user/ana",
        ["digest"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ["requestId"] = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        ["op"] = "replace",
        ["value"] = "10.0",
        ["level"] = "DEBUG",
        ["If-Match"] = "\"12\"",
        ["Idempotency-Key"] = "2026-01-01-release-7",
        ["domain_name"] = "api.example.com",
        ["domainName"] = "api.example.com",
        ["base_path"] = "v1",
        ["basePath"] = "v1",
        ["message"] = "Invalid Stage identifier specified",
        ["body"] = "{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"orders\",\"version\":\"1.0\"},\"paths\":{}}",
        ["export_type"] = "oas30",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, double> _numbers = new Dictionary<string, double>
    {
        ["percentTraffic"] = 10,
        ["limit"] = 25,
        ["minutes"] = 60,
        ["ttlSeconds"] = 600,
        ["sampleRate"] = 0.01,
        ["timeoutInMillis"] = 29_000,
        ["slowerThanMillis"] = 1000,
        ["throttlingRateLimit"] = 100,
        ["throttlingBurstLimit"] = 200,
        ["cacheTtlInSeconds"] = 300,
        ["status"] = 200,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>An example of a member.</summary>
    public static JsonNode Of(Member member) => Of(member, 0);

    /// <summary>An example of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="name">What the place is called where it stands.</param>
    public static JsonNode Of(Shape shape, string name = "") => Of(shape, name, 0);

    private static JsonNode Of(Member member, int depth) =>
        member.Values.Count > 0 && member.Shape is ScalarShape ? member.Values[0] : Of(member.Shape, member.WireName, depth);

    private static JsonNode Of(Shape shape, string name, int depth) => shape switch
    {
        ScalarShape scalar => Scalar(scalar.Kind, name),
        ListShape list => depth > _deepest ? [] : new JsonArray(Of(list.Element, name, depth + 1)),
        MapShape map => depth > _deepest ? new JsonObject() : new JsonObject { [KeyOf(name)] = Of(map.Value, name, depth + 1) },
        StructureShape structure => Structure(structure, depth),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown shape."),
    };

    private static JsonObject Structure(StructureShape structure, int depth)
    {
        var example = new JsonObject();
        foreach (var member in structure.Members.Where(member => depth <= _deepest && member.Location is null))
        {
            example[member.WireName] = Of(member, depth + 1);
        }

        return example;
    }

    private static JsonNode Scalar(ScalarKind kind, string name) => kind switch
    {
        ScalarKind.Text or ScalarKind.Blob => _texts.GetValueOrDefault(name, "text"),
        ScalarKind.Boolean => true,
        ScalarKind.Timestamp => _time,
        ScalarKind.Integer => (int)_numbers.GetValueOrDefault(name, 1),
        ScalarKind.Long => (long)_numbers.GetValueOrDefault(name, 1),
        ScalarKind.Number => _numbers.GetValueOrDefault(name, 0.5),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    // What maps are keyed by shows in the examples of their values.
    private static string KeyOf(string name) => name switch
    {
        "methodSettings" => "*/*",
        "tags" => "team",
        "resourceMethods" => "GET",
        "additionalVersionWeights" => "2",
        _ => "key",
    };
}
