using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.DomainNames;

namespace ControlPlane.Api.Stages;

/// <summary>A custom domain of a stage on the wire.</summary>
internal static class StageDomainJson
{
    public static void Write(Utf8JsonWriter writer, StageDomain found)
    {
        var domain = found.Domain;
        writer.WriteStartObject();
        writer.WriteString("domainName", domain.Name);
        writer.Optional("certificateArn", domain.CertificateArn);
        writer.Optional("regionalCertificateArn", domain.RegionalCertificateArn);
        writer.WriteStartObject("endpointConfiguration");
        writer.List("types", [domain.EndpointType]);
        writer.WriteEndObject();
        writer.WriteString("securityPolicy", domain.SecurityPolicy);
        writer.WriteStartArray("paths");
        foreach (var (basePath, stage, path) in found.Paths)
        {
            writer.WriteStartObject();
            writer.WriteString("basePath", basePath.Length == 0 ? CustomDomainRules.None : basePath);
            writer.Optional("stage", stage);
            writer.WriteString("path", path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
