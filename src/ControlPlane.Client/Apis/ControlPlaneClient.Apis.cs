using System.Text;
using ControlPlane.Client.Apis;
using ControlPlane.Client.Wire;

namespace ControlPlane.Client;

/// <content>APIs, their resources and their tags.</content>
public sealed partial class ControlPlaneClient
{
    /// <summary>GetRestApis: the APIs, a page at a time.</summary>
    /// <param name="position">Where the page starts, or null for the first one.</param>
    /// <param name="limit">How many at most, 1 to 500; null for 25.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Page<RestApi>> GetRestApisAsync(string? position = null, int? limit = null, CancellationToken cancellationToken = default) =>
        GetAsync(Paged("restapis", position, limit), ClientJson.Default.PageRestApi, cancellationToken);

    /// <summary>GetRestApi.</summary>
    public Task<RestApi> GetRestApiAsync(string restApiId, CancellationToken cancellationToken = default) =>
        GetAsync(Api(restApiId), ClientJson.Default.RestApi, cancellationToken);

    /// <summary>CreateRestApi.</summary>
    public Task<RestApi> CreateRestApiAsync(NewRestApi api, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Post, "restapis") { Body = Json(api, ClientJson.Default.NewRestApi) }, ClientJson.Default.RestApi, cancellationToken);

    /// <summary>DeleteRestApi: deletes an API with all its resources, deployments and stages.</summary>
    public Task DeleteRestApiAsync(string restApiId, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Delete, Api(restApiId)), cancellationToken);

    /// <summary>ImportRestApi: creates an API from an OpenAPI document, JSON or YAML.</summary>
    public Task<RestApi> ImportRestApiAsync(ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Post, "restapis?mode=import") { Body = document, ContentType = "application/octet-stream" },
        ClientJson.Default.RestApi,
        cancellationToken);

    /// <summary>PutRestApi: merges an OpenAPI document into an API, or overwrites the API with it.</summary>
    /// <param name="restApiId">The API.</param>
    /// <param name="document">The document, JSON or YAML.</param>
    /// <param name="overwrite">Whether what the document does not mention goes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<RestApi> PutRestApiAsync(string restApiId, ReadOnlyMemory<byte> document, bool overwrite, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Put, $"{Api(restApiId)}?mode={(overwrite ? "overwrite" : "merge")}") { Body = document, ContentType = "application/octet-stream" },
        ClientJson.Default.RestApi,
        cancellationToken);

    /// <summary>GetResources: an API's resources with their methods and integrations, a page at a time.</summary>
    public Task<Page<Resource>> GetResourcesAsync(string restApiId, string? position = null, int? limit = null, CancellationToken cancellationToken = default) =>
        GetAsync(Paged($"{Api(restApiId)}/resources?embed=methods", position, limit), ClientJson.Default.PageResource, cancellationToken);

    /// <summary>GetTags.</summary>
    /// <param name="resourceArn">The ARN of what is tagged.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyDictionary<string, string>> GetTagsAsync(string resourceArn, CancellationToken cancellationToken = default) =>
        (await GetAsync($"tags/{Segment(resourceArn)}", ClientJson.Default.TagSet, cancellationToken).ConfigureAwait(false)).Tags;

    /// <summary>TagResource: adds or replaces tags.</summary>
    public Task TagAsync(string resourceArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Put, $"tags/{Segment(resourceArn)}") { Body = Json(new TagSet { Tags = tags }, ClientJson.Default.TagSet) }, cancellationToken);

    /// <summary>UntagResource: takes tags away.</summary>
    public Task UntagAsync(string resourceArn, IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder();
        foreach (var key in keys)
        {
            query.Append(query.Length == 0 ? '?' : '&').Append("tagKeys=").Append(Segment(key));
        }

        return SendAsync(new WireRequest(HttpMethod.Delete, $"tags/{Segment(resourceArn)}{query}"), cancellationToken);
    }

    private static string Api(string restApiId) => $"restapis/{Segment(restApiId)}";
}
