using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads <c>x-amazon-apigateway-integration</c>.</summary>
internal sealed class IntegrationReader(OpenApiSource source)
{
    private const string _default = "default";

    /// <summary>Reads one.</summary>
    /// <param name="path">The resource's path, for messages.</param>
    /// <param name="method">The method with its responses, which the integration is held to.</param>
    /// <param name="node">The extension.</param>
    /// <returns>The integration, with an empty cache namespace for the resource's own; null when there is an error.</returns>
    public Integration? Read(string path, Method method, DocumentNode node)
    {
        var context = $"Unable to put integration on '{method.HttpMethod}' for resource at path '{path}': ";
        if (Member<IntegrationType>(node, "type") is not { } type)
        {
            if (node.Find("type") is null)
            {
                source.Problems.Error(node, context + "'type' is missing");
            }

            return null;
        }

        var integration = new Integration
        {
            Type = type,
            HttpMethod = source.Text(node, "httpMethod")?.ToUpperInvariant() is { Length: > 0 } verb ? verb : null,
            Uri = source.Text(node, "uri"),
            ConnectionType = Member<ConnectionType>(node, "connectionType"),
            ConnectionId = source.Text(node, "connectionId"),
            Credentials = source.Text(node, "credentials"),
            RequestParameters = source.TextMap(node, "requestParameters"),
            RequestTemplates = source.TemplateMap(node, "requestTemplates"),
            PassthroughBehavior = Member<PassthroughBehavior>(node, "passthroughBehavior") ?? PassthroughBehavior.WhenNoMatch,
            ContentHandling = Member<ContentHandling>(node, "contentHandling"),
            TimeoutInMillis = source.Whole(node, "timeoutInMillis") ?? Integration.DefaultTimeoutInMillis,
            CacheNamespace = source.Text(node, "cacheNamespace") ?? "",
            CacheKeyParameters = source.Texts(node, "cacheKeyParameters") ?? [],
            TlsConfig = source.Object(node, "tlsConfig") is { } tls ? new TlsConfig(source.Boolean(tls, "insecureSkipVerification") ?? false) : null,
            ResponseTransferMode = source.Text(node, "responseTransferMode")?.ToUpperInvariant(),
            IntegrationTarget = source.Text(node, "integrationTarget"),
        };
        var responses = ReadResponses(path, method, node);
        return source.Problems.Check(node, context, () => IntegrationRules.Validate(method, integration)) is { } valid
            ? valid with { IntegrationResponses = responses }
            : null;
    }

    private Dictionary<string, IntegrationResponse> ReadResponses(string path, Method method, DocumentNode node)
    {
        var responses = new Dictionary<string, IntegrationResponse>(StringComparer.Ordinal);
        foreach (var member in source.Object(node, "responses")?.Members() ?? [])
        {
            if (source.Text(member, "statusCode") is not { } status)
            {
                source.Problems.Error(member, $"Unable to put integration response '{member.Name}' on '{method.HttpMethod}' for resource at path '{path}': 'statusCode' is missing");
                continue;
            }

            var response = new IntegrationResponse
            {
                StatusCode = status,
                SelectionPattern = member.Name == _default ? null : member.Name,
                ResponseParameters = source.TextMap(member, "responseParameters"),
                ResponseTemplates = source.TemplateMap(member, "responseTemplates"),
                ContentHandling = Member<ContentHandling>(member, "contentHandling"),
            };
            var context = $"Unable to put integration response on '{status}' of '{method.HttpMethod}' for resource at path '{path}': ";
            if (source.Problems.Check(member, context, () => IntegrationRules.Validate(method, response)) is not { } valid)
            {
                continue;
            }

            if (responses.TryGetValue(status, out var before))
            {
                source.Problems.Warn(member, $"A status can have one integration response; '{before.SelectionPattern ?? _default}' gives way to '{member.Name}'");
            }

            responses[status] = valid;
        }

        return responses;
    }

    // Exports have these names in lower case, requests in upper case; documents are written by hand after either.
    private T? Member<T>(DocumentNode parent, string name)
        where T : struct, Enum
    {
        if (parent.Find(name) is not { } node || source.Text(node) is not { } text)
        {
            return null;
        }

        if (WireNames.TryParse<T>(text.ToUpperInvariant(), out var value))
        {
            return value;
        }

        var names = string.Join(", ", Enum.GetValues<T>().Select(WireNames.Of));
        source.Problems.Error(node, $"Invalid value '{text}' specified for '{name}'. Valid options are {names}");
        return null;
    }
}
