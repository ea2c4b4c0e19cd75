using System.Text.Json.Serialization;

namespace ControlPlane.Lambda.Functions;

/// <summary>The JSON of the Lambda API: PascalCase, absent instead of null.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionConfiguration))]
[JsonSerializable(typeof(PublishVersionRequest))]
[JsonSerializable(typeof(AliasConfiguration))]
[JsonSerializable(typeof(CreateAliasRequest))]
[JsonSerializable(typeof(UpdateAliasRequest))]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(LambdaError))]
internal sealed partial class FunctionsJson : JsonSerializerContext;

/// <summary>A resource policy, as JSON within JSON.</summary>
internal sealed record PolicyDocument
{
    public string Policy { get; init; } = "";
}

/// <summary>An error document; the service writes some of its messages with a capital letter.</summary>
internal sealed record LambdaError
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("Message")]
    public string? Capital { get; init; }
}
