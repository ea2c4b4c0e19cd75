using System.Globalization;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Deployments;

/// <summary>
/// Everything that makes one deployment behave unlike another. Resources count by their path and models by their name: an id that is
/// another one serves requests no differently.
/// </summary>
internal static class DeployedApiMembers
{
    /// <summary>Every member that has a value.</summary>
    public static MemberSet Of(DeployedApi api)
    {
        var members = new MemberSet();
        members.Add("/name", api.Name);
        members.Add("/description", api.Description);
        members.Add("/version", api.Version);
        members.AddList("/binaryMediaTypes", api.BinaryMediaTypes);
        members.Add("/minimumCompressionSize", api.MinimumCompressionSize?.ToString(CultureInfo.InvariantCulture));
        members.Add("/apiKeySource", WireNames.Of(api.ApiKeySource));
        members.Add("/policy", api.Policy);
        members.Add("/disableExecuteApiEndpoint", api.DisableExecuteApiEndpoint);
        foreach (var resource in api.Resources)
        {
            foreach (var (verb, method) in resource.Methods)
            {
                Add(members, $"/resources/{MemberSet.Segment(resource.Path)}/{verb}", resource, method);
            }
        }

        foreach (var model in api.Models)
        {
            Add(members, $"/models/{MemberSet.Segment(model.Name)}", model);
        }

        foreach (var validator in api.RequestValidators)
        {
            Add(members, $"/requestValidators/{validator.Id}", validator);
        }

        foreach (var response in api.GatewayResponses)
        {
            Add(members, $"/gatewayResponses/{WireNames.Of(response.ResponseType)}", response);
        }

        foreach (var authorizer in api.Authorizers)
        {
            Add(members, $"/authorizers/{authorizer.Id}", authorizer);
        }

        return members;
    }

    private static void Add(MemberSet members, string path, Resource resource, Method method)
    {
        members.Add($"{path}/authorizationType", WireNames.Of(method.AuthorizationType));
        members.Add($"{path}/authorizerId", method.AuthorizerId);
        members.Add($"{path}/apiKeyRequired", method.ApiKeyRequired);
        members.Add($"{path}/requestValidatorId", method.RequestValidatorId);
        members.Add($"{path}/operationName", method.OperationName);
        members.AddList($"{path}/authorizationScopes", method.AuthorizationScopes);
        members.AddAll($"{path}/requestParameters", method.RequestParameters);
        members.AddAll($"{path}/requestModels", method.RequestModels);
        foreach (var (status, response) in method.MethodResponses)
        {
            members.Add($"{path}/methodResponses/{status}/statusCode", response.StatusCode);
            members.AddAll($"{path}/methodResponses/{status}/responseParameters", response.ResponseParameters);
            members.AddAll($"{path}/methodResponses/{status}/responseModels", response.ResponseModels);
        }

        if (method.MethodIntegration is { } integration)
        {
            Add(members, $"{path}/methodIntegration", resource, integration);
        }
    }

    private static void Add(MemberSet members, string path, Resource resource, Integration integration)
    {
        members.Add($"{path}/type", WireNames.Of(integration.Type));
        members.Add($"{path}/httpMethod", integration.HttpMethod);
        members.Add($"{path}/uri", integration.Uri);
        members.Add($"{path}/connectionType", integration.ConnectionType is { } connection ? WireNames.Of(connection) : null);
        members.Add($"{path}/connectionId", integration.ConnectionId);
        members.Add($"{path}/credentials", integration.Credentials);
        members.AddAll($"{path}/requestParameters", integration.RequestParameters);
        members.AddTemplates($"{path}/requestTemplates", integration.RequestTemplates);
        members.Add($"{path}/passthroughBehavior", WireNames.Of(integration.PassthroughBehavior));
        members.Add($"{path}/contentHandling", Name(integration.ContentHandling));
        members.Add($"{path}/timeoutInMillis", integration.TimeoutInMillis.ToString(CultureInfo.InvariantCulture));
        members.Add($"{path}/cacheNamespace", integration.CacheNamespace == resource.Id ? null : integration.CacheNamespace);
        members.AddList($"{path}/cacheKeyParameters", integration.CacheKeyParameters);
        members.Add($"{path}/responseTransferMode", integration.ResponseTransferMode);
        members.Add($"{path}/integrationTarget", integration.IntegrationTarget);
        if (integration.TlsConfig is { } tls)
        {
            members.Add($"{path}/tlsConfig/insecureSkipVerification", tls.InsecureSkipVerification);
        }

        foreach (var (status, response) in integration.IntegrationResponses)
        {
            Add(members, $"{path}/integrationResponses/{status}", response);
        }
    }

    private static void Add(MemberSet members, string path, IntegrationResponse response)
    {
        members.Add($"{path}/statusCode", response.StatusCode);
        members.Add($"{path}/selectionPattern", response.SelectionPattern);
        members.Add($"{path}/contentHandling", Name(response.ContentHandling));
        members.AddAll($"{path}/responseParameters", response.ResponseParameters);
        members.AddTemplates($"{path}/responseTemplates", response.ResponseTemplates);
    }

    private static void Add(MemberSet members, string path, Model model)
    {
        members.Add($"{path}/contentType", model.ContentType);
        members.Add($"{path}/description", model.Description);
        members.Add($"{path}/schema", model.Schema);
    }

    private static void Add(MemberSet members, string path, RequestValidator validator)
    {
        members.Add($"{path}/name", validator.Name);
        members.Add($"{path}/validateRequestBody", validator.ValidateRequestBody);
        members.Add($"{path}/validateRequestParameters", validator.ValidateRequestParameters);
    }

    private static void Add(MemberSet members, string path, GatewayResponse response)
    {
        members.Add($"{path}/statusCode", response.StatusCode ?? "");
        members.AddAll($"{path}/responseParameters", response.ResponseParameters);
        members.AddAll($"{path}/responseTemplates", response.ResponseTemplates);
    }

    private static void Add(MemberSet members, string path, Authorizer authorizer)
    {
        members.Add($"{path}/name", authorizer.Name);
        members.Add($"{path}/type", WireNames.Of(authorizer.Type));
        members.AddList($"{path}/providerARNs", authorizer.ProviderArns);
        members.Add($"{path}/authType", authorizer.AuthType);
        members.Add($"{path}/authorizerUri", authorizer.AuthorizerUri);
        members.Add($"{path}/authorizerCredentials", authorizer.AuthorizerCredentials);
        members.Add($"{path}/identitySource", authorizer.IdentitySource);
        members.Add($"{path}/identityValidationExpression", authorizer.IdentityValidationExpression);
        members.Add($"{path}/authorizerResultTtlInSeconds", authorizer.AuthorizerResultTtlInSeconds?.ToString(CultureInfo.InvariantCulture));
    }

    private static string? Name(ContentHandling? handling) => handling is { } value ? WireNames.Of(value) : null;
}
