using System.Text.Json;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads what a document says of the API as a whole.</summary>
internal sealed class SettingsReader(OpenApiSource source)
{
    /// <summary>Reads it into a definition without paths and parts.</summary>
    public ApiDefinition Read()
    {
        var root = source.Root;
        var endpoint = source.Object(root, Extensions.EndpointConfiguration) ?? ServerEndpoint();
        if (root.Find("security") is { } security)
        {
            source.Problems.Warn(security, "API-level security is not supported and ignored; name it in every operation");
        }

        return new ApiDefinition
        {
            Name = Title(),
            Description = Info("description") is { Length: > 0 } description ? description : null,
            Version = Info("version"),
            BinaryMediaTypes = source.Texts(root, Extensions.BinaryMediaTypes),
            MinimumCompressionSize = source.Whole(root, Extensions.MinimumCompressionSize),
            ApiKeySource = KeySource(),
            Policy = Policy(),
            DisableExecuteApiEndpoint = endpoint is null ? null : source.Boolean(endpoint, "disableExecuteApiEndpoint"),
            EndpointTypes = endpoint is null ? null : source.Texts(endpoint, "types"),
            VpcEndpointIds = endpoint is null ? null : source.Texts(endpoint, "vpcEndpointIds"),
            IpAddressType = endpoint is null ? null : source.Text(endpoint, "ipAddressType"),
            Tags = Tags(),
            Paths = [],
            Models = [],
            RequestValidators = [],
            GatewayResponses = [],
            Authorizers = [],
        };
    }

    private string Title()
    {
        if (source.Object(source.Root, "info") is not { } info)
        {
            source.Problems.Error(source.Root, "Parse issue: attribute info is missing");
            return "";
        }

        if (source.Text(info, "title") is { Length: > 0 } title)
        {
            return title;
        }

        source.Problems.Error(info, "Parse issue: attribute info.title is missing");
        return "";
    }

    private string? Info(string name) => source.Root.Find("info")?.Find(name) is { } node ? source.Text(node) : null;

    private DocumentNode? ServerEndpoint() => source.IsSwagger
        ? null
        : source.Root.Find("servers")?.Elements().Select(server => source.Object(server, Extensions.EndpointConfiguration)).FirstOrDefault(node => node is not null);

    private ApiKeySource? KeySource()
    {
        if (source.Text(source.Root, Extensions.ApiKeySource) is not { } text)
        {
            return null;
        }

        if (WireNames.TryParse<ApiKeySource>(text.ToUpperInvariant(), out var value))
        {
            return value;
        }

        source.Problems.Error(source.Root.Find(Extensions.ApiKeySource)!, $"Invalid API key source specified: {text}");
        return null;
    }

    private string? Policy() => source.Root.Find(Extensions.Policy) switch
    {
        null => null,
        { Kind: JsonValueKind.String } node => node.Text() is { Length: > 0 } text ? text : null,
        var node => SchemaReader.Compact(node.Value),
    };

    private Dictionary<string, string>? Tags()
    {
        Dictionary<string, string>? tags = null;
        foreach (var tag in source.List(source.Root, "tags")?.Elements() ?? [])
        {
            if (source.Text(tag, "name") is { } name && source.Text(tag, Extensions.TagValue) is { } value)
            {
                (tags ??= new(StringComparer.Ordinal))[name] = value;
            }
        }

        return tags;
    }
}
