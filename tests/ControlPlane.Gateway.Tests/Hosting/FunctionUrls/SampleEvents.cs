using System.Text.Json.Nodes;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

/// <summary>Events as Lambda sends them.</summary>
internal static class SampleEvents
{
    public const string UrlId = "abcdefghijklmnopqrstuvwxyz012345";

    /// <summary>What a function URL sends (AWS: Lambda developer guide, invoking function URLs).</summary>
    public static JsonObject FunctionUrl(string path = $"/{Sample.ApiId}/prod/x", string method = "GET", string query = "") => new()
    {
        ["version"] = "2.0",
        ["routeKey"] = "$default",
        ["rawPath"] = path,
        ["rawQueryString"] = query,
        ["headers"] = new JsonObject
        {
            ["x-amzn-tls-version"] = "TLSv1.3",
            ["x-amzn-tls-cipher-suite"] = "TLS_AES_128_GCM_SHA256",
            ["x-amzn-trace-id"] = "Root=1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6",
            ["x-forwarded-proto"] = "https",
            ["x-forwarded-port"] = "443",
            ["x-forwarded-for"] = "203.0.113.7",
            ["host"] = $"{UrlId}.lambda-url.us-east-1.on.aws",
            ["accept"] = "*/*",
            ["user-agent"] = "curl/8.5.0",
        },
        ["requestContext"] = new JsonObject
        {
            ["accountId"] = "anonymous",
            ["apiId"] = UrlId,
            ["domainName"] = $"{UrlId}.lambda-url.us-east-1.on.aws",
            ["domainPrefix"] = UrlId,
            ["http"] = new JsonObject
            {
                ["method"] = method,
                ["path"] = path,
                ["protocol"] = "HTTP/1.1",
                ["sourceIp"] = "203.0.113.7",
                ["userAgent"] = "curl/8.5.0",
            },
            ["requestId"] = "1e2f3a4b-5c6d-4e7f-8091-a2b3c4d5e6f7",
            ["routeKey"] = "$default",
            ["stage"] = "$default",
            ["time"] = "12/Oct/2025:08:43:07 +0000",
            ["timeEpoch"] = 1760258587000,
        },
        ["isBase64Encoded"] = false,
    };

    /// <summary>What an HTTP API sends at its own address (AWS: API Gateway developer guide, payload format 2.0).</summary>
    public static JsonObject HttpApi(string path, string stage = "$default", string domain = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com")
    {
        var sent = FunctionUrl(path);
        sent["routeKey"] = "ANY /{proxy+}";
        sent["headers"]!["host"] = domain;
        var context = sent["requestContext"]!;
        context["accountId"] = "123456789012";
        context["apiId"] = "a1b2c3d4e5";
        context["domainName"] = domain;
        context["domainPrefix"] = domain[..domain.IndexOf('.', StringComparison.Ordinal)];
        context["routeKey"] = "ANY /{proxy+}";
        context["stage"] = stage;
        sent["pathParameters"] = new JsonObject { ["proxy"] = path.TrimStart('/') };
        return sent;
    }

    public static JsonObject With(this JsonObject sent, string name, JsonNode? value)
    {
        sent[name] = value;
        return sent;
    }

    public static JsonObject WithHeader(this JsonObject sent, string name, string value)
    {
        sent["headers"]![name] = value;
        return sent;
    }

    public static JsonObject WithContext(this JsonObject sent, string name, JsonNode? value)
    {
        sent["requestContext"]![name] = value;
        return sent;
    }

    public static JsonObject WithHttp(this JsonObject sent, string name, JsonNode? value)
    {
        sent["requestContext"]!["http"]![name] = value;
        return sent;
    }
}
