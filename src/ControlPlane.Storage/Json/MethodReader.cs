using System.Text.Json;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;

namespace ControlPlane.Storage.Json;

/// <summary>Reads methods with their integrations.</summary>
internal static class MethodReader
{
    /// <summary>Reads a resource's methods by their verbs.</summary>
    public static Dictionary<string, Method> Methods(ref Utf8JsonReader reader) => reader.Map(Method) ?? throw new JsonException("An object is missing.");

    public static Method Method(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? httpMethod = null, authorizerId = null, requestValidatorId = null, operationName = null;
        AuthorizationType authorizationType = default;
        var apiKeyRequired = false;
        Dictionary<string, bool>? requestParameters = null;
        Dictionary<string, string>? requestModels = null;
        List<string>? authorizationScopes = null;
        Dictionary<string, MethodResponse>? methodResponses = null;
        Integration? methodIntegration = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "httpMethod": httpMethod = reader.GetString(); break;
                case "authorizationType": authorizationType = EnumReader.AuthorizationType(reader.GetString()); break;
                case "authorizerId": authorizerId = reader.GetString(); break;
                case "apiKeyRequired": apiKeyRequired = reader.GetBoolean(); break;
                case "requestValidatorId": requestValidatorId = reader.GetString(); break;
                case "operationName": operationName = reader.GetString(); break;
                case "requestParameters": requestParameters = reader.FlagMap(); break;
                case "requestModels": requestModels = reader.TextMap(); break;
                case "authorizationScopes": authorizationScopes = reader.Texts(); break;
                case "methodResponses": methodResponses = reader.Map(MethodResponse); break;
                case "methodIntegration": methodIntegration = reader.Optional(Integration); break;
                default: reader.Skip(); break;
            }
        }

        return new Method
        {
            HttpMethod = httpMethod ?? throw ValueReaders.Lacks(nameof(httpMethod)),
            AuthorizationType = authorizationType,
            AuthorizerId = authorizerId,
            ApiKeyRequired = apiKeyRequired,
            RequestValidatorId = requestValidatorId,
            OperationName = operationName,
            RequestParameters = requestParameters!,
            RequestModels = requestModels!,
            AuthorizationScopes = authorizationScopes!,
            MethodResponses = methodResponses!,
            MethodIntegration = methodIntegration,
        };
    }

    public static MethodResponse MethodResponse(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? statusCode = null;
        Dictionary<string, bool>? responseParameters = null;
        Dictionary<string, string>? responseModels = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "statusCode": statusCode = reader.GetString(); break;
                case "responseParameters": responseParameters = reader.FlagMap(); break;
                case "responseModels": responseModels = reader.TextMap(); break;
                default: reader.Skip(); break;
            }
        }

        return new MethodResponse
        {
            StatusCode = statusCode ?? throw ValueReaders.Lacks(nameof(statusCode)),
            ResponseParameters = responseParameters!,
            ResponseModels = responseModels!,
        };
    }

    public static Integration Integration(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        IntegrationType? type = null;
        string? httpMethod = null, uri = null, connectionId = null, credentials = null, cacheNamespace = null;
        string? responseTransferMode = null, integrationTarget = null;
        ConnectionType? connectionType = null;
        ContentHandling? contentHandling = null;
        PassthroughBehavior passthroughBehavior = default;
        Dictionary<string, string>? requestParameters = null;
        Dictionary<string, string?>? requestTemplates = null;
        var timeoutInMillis = 0;
        List<string>? cacheKeyParameters = null;
        TlsConfig? tlsConfig = null;
        Dictionary<string, IntegrationResponse>? integrationResponses = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "type": type = EnumReader.IntegrationType(reader.GetString()); break;
                case "httpMethod": httpMethod = reader.GetString(); break;
                case "uri": uri = reader.GetString(); break;
                case "connectionType": connectionType = reader.TokenType == JsonTokenType.Null ? null : EnumReader.ConnectionType(reader.GetString()); break;
                case "connectionId": connectionId = reader.GetString(); break;
                case "credentials": credentials = reader.GetString(); break;
                case "requestParameters": requestParameters = reader.TextMap(); break;
                case "requestTemplates": requestTemplates = reader.OptionalTextMap(); break;
                case "passthroughBehavior": passthroughBehavior = EnumReader.PassthroughBehavior(reader.GetString()); break;
                case "contentHandling": contentHandling = OptionalContentHandling(ref reader); break;
                case "timeoutInMillis": timeoutInMillis = reader.GetInt32(); break;
                case "cacheNamespace": cacheNamespace = reader.GetString(); break;
                case "cacheKeyParameters": cacheKeyParameters = reader.Texts(); break;
                case "tlsConfig": tlsConfig = reader.Optional(TlsConfig); break;
                case "responseTransferMode": responseTransferMode = reader.GetString(); break;
                case "integrationTarget": integrationTarget = reader.GetString(); break;
                case "integrationResponses": integrationResponses = reader.Map(IntegrationResponse); break;
                default: reader.Skip(); break;
            }
        }

        return new Integration
        {
            Type = type ?? throw ValueReaders.Lacks(nameof(type)),
            HttpMethod = httpMethod,
            Uri = uri,
            ConnectionType = connectionType,
            ConnectionId = connectionId,
            Credentials = credentials,
            RequestParameters = requestParameters!,
            RequestTemplates = requestTemplates!,
            PassthroughBehavior = passthroughBehavior,
            ContentHandling = contentHandling,
            TimeoutInMillis = timeoutInMillis,
            CacheNamespace = cacheNamespace ?? throw ValueReaders.Lacks(nameof(cacheNamespace)),
            CacheKeyParameters = cacheKeyParameters!,
            TlsConfig = tlsConfig,
            ResponseTransferMode = responseTransferMode,
            IntegrationTarget = integrationTarget,
            IntegrationResponses = integrationResponses!,
        };
    }

    public static TlsConfig TlsConfig(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        var insecureSkipVerification = false;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "insecureSkipVerification": insecureSkipVerification = reader.GetBoolean(); break;
                default: reader.Skip(); break;
            }
        }

        return new TlsConfig(insecureSkipVerification);
    }

    public static IntegrationResponse IntegrationResponse(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? statusCode = null, selectionPattern = null;
        Dictionary<string, string>? responseParameters = null;
        Dictionary<string, string?>? responseTemplates = null;
        ContentHandling? contentHandling = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "statusCode": statusCode = reader.GetString(); break;
                case "selectionPattern": selectionPattern = reader.GetString(); break;
                case "responseParameters": responseParameters = reader.TextMap(); break;
                case "responseTemplates": responseTemplates = reader.OptionalTextMap(); break;
                case "contentHandling": contentHandling = OptionalContentHandling(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new IntegrationResponse
        {
            StatusCode = statusCode ?? throw ValueReaders.Lacks(nameof(statusCode)),
            SelectionPattern = selectionPattern,
            ResponseParameters = responseParameters!,
            ResponseTemplates = responseTemplates!,
            ContentHandling = contentHandling,
        };
    }

    private static ContentHandling? OptionalContentHandling(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : EnumReader.ContentHandling(reader.GetString());
}
