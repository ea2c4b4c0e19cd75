using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Apis;

/// <summary>Where a request's API key comes from (AWS: apiKeySource).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApiKeySource>))]
public enum ApiKeySource
{
    /// <summary>The <c>X-API-Key</c> header.</summary>
    [JsonStringEnumMemberName("HEADER")]
    Header,

    /// <summary>The authorizer's <c>usageIdentifierKey</c>.</summary>
    [JsonStringEnumMemberName("AUTHORIZER")]
    Authorizer,
}
