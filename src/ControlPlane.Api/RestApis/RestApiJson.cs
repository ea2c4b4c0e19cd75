using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.RestApis;

/// <summary>A RestApi on the wire.</summary>
internal static class RestApiJson
{
    public static void Write(Utf8JsonWriter writer, RestApi api) => Write(writer, api, []);

    /// <summary>The API with what an import had to say.</summary>
    public static void Write(Utf8JsonWriter writer, RestApi api, IReadOnlyList<string> warnings)
    {
        writer.WriteStartObject();
        writer.WriteString("id", api.Id);
        writer.WriteString("name", api.Name);
        writer.Optional("description", api.Description);
        writer.Time("createdDate", api.CreatedDate);
        writer.Optional("version", api.Version);
        writer.Optional("warnings", warnings);
        writer.Optional("binaryMediaTypes", api.BinaryMediaTypes);
        if (api.MinimumCompressionSize is { } size)
        {
            writer.WriteNumber("minimumCompressionSize", size);
        }

        writer.WriteString("apiKeySource", WireNames.Of(api.ApiKeySource));
        writer.WriteStartObject("endpointConfiguration");
        writer.List("types", api.EndpointConfiguration.Types);
        writer.WriteString("ipAddressType", api.EndpointConfiguration.IpAddressType);
        writer.Optional("vpcEndpointIds", api.EndpointConfiguration.VpcEndpointIds);
        writer.WriteEndObject();
        writer.Optional("policy", api.Policy);
        writer.Optional("tags", api.Tags);
        writer.WriteBoolean("disableExecuteApiEndpoint", api.DisableExecuteApiEndpoint);
        writer.WriteString("rootResourceId", api.RootResourceId);
        writer.Optional("securityPolicy", api.SecurityPolicy);
        writer.Optional("endpointAccessMode", api.EndpointAccessMode);
        writer.WriteString("apiStatus", "AVAILABLE");
        writer.WriteEndObject();
    }
}
