using System.Text.Json;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;

namespace ControlPlane.Storage.Json;

/// <summary>Reads the parts of a deployed API beside its resources.</summary>
internal static class PartReader
{
    public static Model Model(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, name = null, description = null, contentType = null, schema = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "contentType": contentType = reader.GetString(); break;
                case "schema": schema = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new Model
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            Description = description,
            ContentType = contentType ?? throw ValueReaders.Lacks(nameof(contentType)),
            Schema = schema,
        };
    }

    public static RequestValidator RequestValidator(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, name = null;
        bool validateRequestBody = false, validateRequestParameters = false;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "validateRequestBody": validateRequestBody = reader.GetBoolean(); break;
                case "validateRequestParameters": validateRequestParameters = reader.GetBoolean(); break;
                default: reader.Skip(); break;
            }
        }

        return new RequestValidator
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Name = name,
            ValidateRequestBody = validateRequestBody,
            ValidateRequestParameters = validateRequestParameters,
        };
    }

    public static GatewayResponse GatewayResponse(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        GatewayResponseType? responseType = null;
        string? statusCode = null;
        Dictionary<string, string>? responseParameters = null, responseTemplates = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "responseType": responseType = EnumReader.GatewayResponseType(reader.GetString()); break;
                case "statusCode": statusCode = reader.GetString(); break;
                case "responseParameters": responseParameters = reader.TextMap(); break;
                case "responseTemplates": responseTemplates = reader.TextMap(); break;
                default: reader.Skip(); break;
            }
        }

        return new GatewayResponse
        {
            ResponseType = responseType ?? throw ValueReaders.Lacks(nameof(responseType)),
            StatusCode = statusCode,
            ResponseParameters = responseParameters!,
            ResponseTemplates = responseTemplates!,
        };
    }

    public static Authorizer Authorizer(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, name = null, authType = null, authorizerUri = null, authorizerCredentials = null;
        string? identitySource = null, identityValidationExpression = null;
        AuthorizerType? type = null;
        List<string>? providerArns = null;
        int? authorizerResultTtlInSeconds = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "type": type = EnumReader.AuthorizerType(reader.GetString()); break;
                case "providerArns": providerArns = reader.Texts(); break;
                case "authType": authType = reader.GetString(); break;
                case "authorizerUri": authorizerUri = reader.GetString(); break;
                case "authorizerCredentials": authorizerCredentials = reader.GetString(); break;
                case "identitySource": identitySource = reader.GetString(); break;
                case "identityValidationExpression": identityValidationExpression = reader.GetString(); break;
                case "authorizerResultTtlInSeconds": authorizerResultTtlInSeconds = reader.OptionalInt(); break;
                default: reader.Skip(); break;
            }
        }

        return new Authorizer
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            Type = type ?? throw ValueReaders.Lacks(nameof(type)),
            ProviderArns = providerArns!,
            AuthType = authType,
            AuthorizerUri = authorizerUri,
            AuthorizerCredentials = authorizerCredentials,
            IdentitySource = identitySource,
            IdentityValidationExpression = identityValidationExpression,
            AuthorizerResultTtlInSeconds = authorizerResultTtlInSeconds,
        };
    }
}
