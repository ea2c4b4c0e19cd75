using System.Text.Json;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Storage.Json;

/// <summary>Reads deployments and their documents.</summary>
internal static class DeploymentReader
{
    public static Deployment Deployment(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, description = null, createdBy = null, digest = null, identicalTo = null;
        List<string>? warnings = null;
        DateTimeOffset? createdDate = null;
        var chunks = 0;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "createdDate": createdDate = reader.OptionalTime(); break;
                case "createdBy": createdBy = reader.GetString(); break;
                case "digest": digest = reader.GetString(); break;
                case "identicalTo": identicalTo = reader.GetString(); break;
                case "warnings": warnings = reader.Texts(); break;
                case "chunks": chunks = reader.GetInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new Deployment
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Description = description,
            CreatedDate = createdDate ?? throw ValueReaders.Lacks(nameof(createdDate)),
            CreatedBy = createdBy,
            Digest = digest,
            IdenticalTo = identicalTo,
            Warnings = warnings!,
            Chunks = chunks,
        };
    }

    public static DeployedApi DeployedApi(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? restApiId = null, name = null, description = null, version = null, policy = null;
        List<string>? binaryMediaTypes = null;
        int? minimumCompressionSize = null;
        ApiKeySource apiKeySource = default;
        var disableExecuteApiEndpoint = false;
        List<Resource>? resources = null;
        List<Model>? models = null;
        List<RequestValidator>? requestValidators = null;
        List<GatewayResponse>? gatewayResponses = null;
        List<Authorizer>? authorizers = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "restApiId": restApiId = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "version": version = reader.GetString(); break;
                case "binaryMediaTypes": binaryMediaTypes = reader.Texts(); break;
                case "minimumCompressionSize": minimumCompressionSize = reader.OptionalInt(); break;
                case "apiKeySource": apiKeySource = EnumReader.ApiKeySource(reader.GetString()); break;
                case "policy": policy = reader.GetString(); break;
                case "disableExecuteApiEndpoint": disableExecuteApiEndpoint = reader.GetBoolean(); break;
                case "resources": resources = reader.List(Resource); break;
                case "models": models = reader.List(PartReader.Model); break;
                case "requestValidators": requestValidators = reader.List(PartReader.RequestValidator); break;
                case "gatewayResponses": gatewayResponses = reader.List(PartReader.GatewayResponse); break;
                case "authorizers": authorizers = reader.List(PartReader.Authorizer); break;
                default: reader.Skip(); break;
            }
        }

        return new DeployedApi
        {
            RestApiId = restApiId ?? throw ValueReaders.Lacks(nameof(restApiId)),
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            Description = description,
            Version = version,
            BinaryMediaTypes = binaryMediaTypes!,
            MinimumCompressionSize = minimumCompressionSize,
            ApiKeySource = apiKeySource,
            Policy = policy,
            DisableExecuteApiEndpoint = disableExecuteApiEndpoint,
            Resources = resources ?? throw ValueReaders.Lacks(nameof(resources)),
            Models = models!,
            RequestValidators = requestValidators!,
            GatewayResponses = gatewayResponses!,
            Authorizers = authorizers!,
        };
    }

    public static Resource Resource(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, parentId = null, pathPart = null, path = null;
        Dictionary<string, Method>? methods = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "parentId": parentId = reader.GetString(); break;
                case "pathPart": pathPart = reader.GetString(); break;
                case "path": path = reader.GetString(); break;
                case "methods": methods = reader.Map(MethodReader.Method); break;
                default: reader.Skip(); break;
            }
        }

        return new Resource
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            ParentId = parentId,
            PathPart = pathPart,
            Path = path ?? throw ValueReaders.Lacks(nameof(path)),
            Methods = methods!,
        };
    }
}
