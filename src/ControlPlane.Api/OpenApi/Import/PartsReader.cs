using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>Reads request validators and gateway responses.</summary>
internal static class PartsReader
{
    private const string _header = "gatewayresponse.header.";

    /// <summary>The request validators, by name in the document's order.</summary>
    public static IReadOnlyList<RequestValidator> RequestValidators(OpenApiSource source)
    {
        var validators = new List<RequestValidator>();
        foreach (var node in source.Object(source.Root, Extensions.RequestValidators)?.Members() ?? [])
        {
            validators.Add(new RequestValidator
            {
                Id = "",
                Name = node.Name,
                ValidateRequestBody = source.Boolean(node, "validateRequestBody") ?? false,
                ValidateRequestParameters = source.Boolean(node, "validateRequestParameters") ?? false,
            });
        }

        return validators;
    }

    /// <summary>The gateway responses.</summary>
    public static IReadOnlyList<GatewayResponse> GatewayResponses(OpenApiSource source)
    {
        var responses = new List<GatewayResponse>();
        foreach (var node in source.Object(source.Root, Extensions.GatewayResponses)?.Members() ?? [])
        {
            if (!WireNames.TryParse<GatewayResponseType>(node.Name, out var type))
            {
                source.Problems.Error(node, $"Invalid gateway response type specified: {node.Name}");
                continue;
            }

            var status = source.Text(node, "statusCode");
            if (status is not null && status is not [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'])
            {
                source.Problems.Error(node.Find("statusCode")!, $"Invalid status code specified for gateway response {node.Name}: {status}");
            }

            var parameters = source.TextMap(node, "responseParameters");
            foreach (var parameter in parameters.Keys.Where(key => !key.StartsWith(_header, StringComparison.Ordinal) || key.Length == _header.Length))
            {
                source.Problems.Error(node, $"Invalid response parameter specified for gateway response {node.Name}: {parameter}");
            }

            var templates = source.TextMap(node, "responseTemplates");
            foreach (var mediaType in templates.Keys)
            {
                source.Problems.Check(node, "", () =>
                {
                    MediaTypes.Validate(mediaType);
                    return mediaType;
                });
            }

            responses.Add(new GatewayResponse { ResponseType = type, StatusCode = status, ResponseParameters = parameters, ResponseTemplates = templates });
        }

        return responses;
    }
}
