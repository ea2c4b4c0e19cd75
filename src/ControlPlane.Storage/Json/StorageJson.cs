using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Domain.Accounts;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Documentation;
using ControlPlane.Storage.Idempotency;

namespace ControlPlane.Storage.Json;

/// <summary>How the nouns are written into item bodies. Members may be added; a stored member must never change its meaning.</summary>
/// <remarks>
/// To the generated reader an <c>init</c> member is a constructor argument: one that a document written by an older version lacks
/// arrives as null or 0, its initializer overwritten. Members with another default say so in their <c>init</c> accessor or constructor.
/// What the router reads (stages, deployments and their documents, methods, API keys, usage plans) has readers of its own, <see cref="StageReader"/>,
/// <see cref="DeploymentReader"/>, <see cref="MethodReader"/>, <see cref="PartReader"/> and <see cref="AccessReader"/>: the generated metadata needs over a thousand methods that the runtime cannot take from a precompiled
/// image, and compiling them was a sixth of a cold start. A member added to those nouns must be added to their readers.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(RestApi))]
[JsonSerializable(typeof(ResourceTree))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, Method>))]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(DeployedApi))]
[JsonSerializable(typeof(Stage))]
[JsonSerializable(typeof(StageEvent))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(CustomDomain))]
[JsonSerializable(typeof(ClientCertificate))]
[JsonSerializable(typeof(Model))]
[JsonSerializable(typeof(RequestValidator))]
[JsonSerializable(typeof(GatewayResponse))]
[JsonSerializable(typeof(Authorizer))]
[JsonSerializable(typeof(DocumentationPart))]
[JsonSerializable(typeof(IReadOnlyList<DocumentationPart>))]
[JsonSerializable(typeof(StoredDocumentationVersion))]
[JsonSerializable(typeof(DocumentationVersion))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(UsagePlan))]
[JsonSerializable(typeof(IdempotentAnswer))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what they should be.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"A stored {typeof(T).Name} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a body with a reader of our own.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are not what they should be.</exception>
    public static T Read<T>(ReadOnlySpan<byte> body, ValueReader<T> read)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            var value = read(ref reader);

            // Throws when something follows.
            reader.Read();
            return value;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"A stored {typeof(T).Name} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a body.</summary>
    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
