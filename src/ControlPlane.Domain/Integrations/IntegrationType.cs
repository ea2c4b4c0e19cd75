using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Integrations;

/// <summary>The kind of backend (AWS: IntegrationType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntegrationType>))]
public enum IntegrationType
{
    /// <summary>An HTTP backend behind mappings.</summary>
    [JsonStringEnumMemberName("HTTP")]
    Http,

    /// <summary>An AWS service action or a Lambda function behind mappings.</summary>
    [JsonStringEnumMemberName("AWS")]
    Aws,

    /// <summary>No backend: the gateway answers.</summary>
    [JsonStringEnumMemberName("MOCK")]
    Mock,

    /// <summary>An HTTP backend, passed through.</summary>
    [JsonStringEnumMemberName("HTTP_PROXY")]
    HttpProxy,

    /// <summary>A Lambda function that gets the whole request as an event.</summary>
    [JsonStringEnumMemberName("AWS_PROXY")]
    AwsProxy,
}

/// <summary>The way to a backend (AWS: ConnectionType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConnectionType>))]
public enum ConnectionType
{
    /// <summary>Directly.</summary>
    [JsonStringEnumMemberName("INTERNET")]
    Internet,

    /// <summary>Through a VPC link.</summary>
    [JsonStringEnumMemberName("VPC_LINK")]
    VpcLink,
}

/// <summary>What happens to a body that no request template is there for (AWS: passthroughBehavior).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassthroughBehavior>))]
public enum PassthroughBehavior
{
    /// <summary>It is passed on.</summary>
    [JsonStringEnumMemberName("WHEN_NO_MATCH")]
    WhenNoMatch,

    /// <summary>It is passed on when there are no templates at all, else 415.</summary>
    [JsonStringEnumMemberName("WHEN_NO_TEMPLATES")]
    WhenNoTemplates,

    /// <summary>415.</summary>
    [JsonStringEnumMemberName("NEVER")]
    Never,
}

/// <summary>How a body is converted (AWS: ContentHandlingStrategy).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContentHandling>))]
public enum ContentHandling
{
    /// <summary>Base64 text to bytes.</summary>
    [JsonStringEnumMemberName("CONVERT_TO_BINARY")]
    ConvertToBinary,

    /// <summary>Bytes to base64 text.</summary>
    [JsonStringEnumMemberName("CONVERT_TO_TEXT")]
    ConvertToText,
}
