using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Deployments;

/// <summary>A Deployment on the wire.</summary>
internal static class DeploymentJson
{
    public static void Write(Utf8JsonWriter writer, Deployment deployment) => Write(writer, (deployment, null));

    /// <summary>The deployment, with its apiSummary when the document is given.</summary>
    public static void Write(Utf8JsonWriter writer, (Deployment Deployment, DeployedApi? Document) value)
    {
        writer.WriteStartObject();
        writer.WriteString("id", value.Deployment.Id);
        writer.Optional("description", value.Deployment.Description);
        writer.Time("createdDate", value.Deployment.CreatedDate);
        writer.Optional("createdBy", value.Deployment.CreatedBy);
        writer.Optional("digest", value.Deployment.Digest);
        writer.Optional("identicalTo", value.Deployment.IdenticalTo);
        writer.Optional("warnings", value.Deployment.Warnings);
        if (value.Document is { } document)
        {
            WriteSummary(writer, document);
        }

        writer.WriteEndObject();
    }

    /// <summary>How two deployments differ.</summary>
    public static void Write(Utf8JsonWriter writer, DeploymentDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteString("from", diff.From);
        writer.WriteString("to", diff.To);
        writer.WriteBoolean("identical", diff.Changes.Count == 0);
        writer.Changes("changes", diff.Changes);
        writer.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter writer, DeployedApi document)
    {
        writer.WriteStartObject("apiSummary");
        foreach (var resource in document.Resources)
        {
            if (resource.Methods.Count == 0)
            {
                continue;
            }

            writer.WriteStartObject(resource.Path);
            foreach (var (verb, method) in resource.Methods)
            {
                writer.WriteStartObject(verb);
                writer.WriteString("authorizationType", WireNames.Of(method.AuthorizationType));
                writer.WriteBoolean("apiKeyRequired", method.ApiKeyRequired);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
