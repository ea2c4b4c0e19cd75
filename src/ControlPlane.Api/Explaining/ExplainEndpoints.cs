using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain.Errors;
using ControlPlane.Gateway.Explaining;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Explaining;

/// <summary>What would this request do: our own operation beside a stage's.</summary>
internal sealed class ExplainEndpoints(StageExplainer stages, FunctionLookup functions, ApiLookup lookup)
{
    private const int _maxPathLength = 10_240;

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, ExplainOperations.Explain, ExplainAsync);

    private async ValueTask<ApiAnswer> ExplainAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("explainInput").ConfigureAwait(false);
        var headers = new Dictionary<string, string>(body.TextMap("headers"), StringComparer.OrdinalIgnoreCase);
        var asked = new ExplainedRequest(
            (headers.GetValueOrDefault("X-HTTP-Method-Override") ?? body.Text("httpMethod") ?? "GET").ToUpperInvariant(),
            Path(body.Text("path")),
            headers.GetValueOrDefault("Content-Type"))
        {
            Query = Query(body.Text("path")),
            Headers = [.. headers],
            SourceIp = body.Text("sourceIp"),
        };
        var stage = await stages.ExplainAsync(request.ApiId, request.Route("stage_name"), asked, request.Cancelled).ConfigureAwait(false)
            ?? throw await lookup.MissingBelowAsync(request.ApiId, "Invalid Stage identifier specified", request.Cancelled).ConfigureAwait(false);
        var found = new Dictionary<string, FoundFunction>(StringComparer.Ordinal);
        foreach (var variant in stage.Variants)
        {
            if (variant.Method?.Function is { } function && !found.ContainsKey(function))
            {
                found[function] = await functions.FindAsync(function, request.Cancelled).ConfigureAwait(false);
            }
        }

        return ApiAnswer.Json(ApiAnswer.Ok, new Explanation(asked, stage, found), ExplainJson.Write);
    }

    private static string Query(string? text)
    {
        var query = text?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return query < 0 ? "" : text![(query + 1)..];
    }

    private static string Path(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "/";
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? text : text[..query];
        return path.Length <= _maxPathLength && path.StartsWith('/')
            ? path
            : throw ApiException.BadRequest($"Invalid path specified. It must begin with / and have at most {_maxPathLength} characters.");
    }
}
