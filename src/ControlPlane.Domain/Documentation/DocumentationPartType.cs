using System.Text.Json.Serialization;

namespace ControlPlane.Domain.Documentation;

/// <summary>What a documentation part speaks of (AWS: DocumentationPartType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentationPartType>))]
public enum DocumentationPartType
{
    /// <summary>The API.</summary>
    [JsonStringEnumMemberName("API")]
    Api,

    /// <summary>An authorizer.</summary>
    [JsonStringEnumMemberName("AUTHORIZER")]
    Authorizer,

    /// <summary>A model.</summary>
    [JsonStringEnumMemberName("MODEL")]
    Model,

    /// <summary>A resource.</summary>
    [JsonStringEnumMemberName("RESOURCE")]
    Resource,

    /// <summary>A method.</summary>
    [JsonStringEnumMemberName("METHOD")]
    Method,

    /// <summary>A path parameter of a method.</summary>
    [JsonStringEnumMemberName("PATH_PARAMETER")]
    PathParameter,

    /// <summary>A query parameter of a method.</summary>
    [JsonStringEnumMemberName("QUERY_PARAMETER")]
    QueryParameter,

    /// <summary>A request header of a method.</summary>
    [JsonStringEnumMemberName("REQUEST_HEADER")]
    RequestHeader,

    /// <summary>A method's request body.</summary>
    [JsonStringEnumMemberName("REQUEST_BODY")]
    RequestBody,

    /// <summary>A method's response.</summary>
    [JsonStringEnumMemberName("RESPONSE")]
    Response,

    /// <summary>A header of a method's response.</summary>
    [JsonStringEnumMemberName("RESPONSE_HEADER")]
    ResponseHeader,

    /// <summary>The body of a method's response.</summary>
    [JsonStringEnumMemberName("RESPONSE_BODY")]
    ResponseBody,
}
