using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.DomainNames;

namespace ControlPlane.Api.DomainNames;

/// <summary>A DomainName and its BasePathMappings on the wire.</summary>
internal static class CustomDomainJson
{
    public static void Write(Utf8JsonWriter writer, CustomDomain domain)
    {
        writer.WriteStartObject();
        writer.WriteString("domainName", domain.Name);
        writer.Optional("certificateArn", domain.CertificateArn);
        writer.Optional("regionalCertificateArn", domain.RegionalCertificateArn);
        writer.Time("certificateUploadDate", domain.CreatedDate);
        writer.WriteStartObject("endpointConfiguration");
        writer.List("types", [domain.EndpointType]);
        writer.WriteString("ipAddressType", "ipv4");
        writer.WriteEndObject();
        writer.WriteString("domainNameStatus", "AVAILABLE");
        writer.WriteString("securityPolicy", domain.SecurityPolicy);
        writer.WriteString("routingMode", "BASE_PATH_MAPPING_ONLY");
        writer.Optional("tags", domain.Tags);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, KeyValuePair<string, BasePathMapping> mapping)
    {
        writer.WriteStartObject();
        writer.WriteString("basePath", mapping.Key.Length == 0 ? CustomDomainRules.None : mapping.Key);
        writer.WriteString("restApiId", mapping.Value.RestApiId);
        writer.Optional("stage", mapping.Value.Stage);
        writer.WriteEndObject();
    }
}
