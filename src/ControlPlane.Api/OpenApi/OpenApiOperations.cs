using ControlPlane.Api.Description;

namespace ControlPlane.Api.OpenApi;

/// <summary>Exports (imports are operations on APIs).</summary>
internal static class OpenApiOperations
{
    private static readonly StructureShape _export = new(
        "ExportResponse",
        [
            new("contentType", Shape.Text, "application/octet-stream.") { WireName = "Content-Type", Location = "header" },
            new("contentDisposition", Shape.Text, "A file name.") { WireName = "Content-Disposition", Location = "header" },
            Members.Document,
        ])
    {
        Payload = Members.Document,
    };

    public static Operation Export { get; } = new(
        "GetExport",
        "GET",
        Stages.StageOperations.One + "/exports/{export_type}",
        200,
        "Writes the deployment that a stage serves as an OpenAPI 3.0 or Swagger 2.0 document.")
    {
        Query = [new("parameters", Shape.TextMap, "extensions=integrations, authorizers, documentation (several separated by commas).")],
        Headers = [new("accepts", Shape.Text, "application/json or application/yaml.") { WireName = "Accept" }],
        Output = _export,
    };

    public static IReadOnlyList<Operation> All { get; } = [Export];
}
