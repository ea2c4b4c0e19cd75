using ControlPlane.Api.Description;

namespace ControlPlane.Api.Callers;

/// <summary>Our own operations on the caller and on the API itself.</summary>
internal static class CallerOperations
{
    public static Operation Get { get; } = new("GetCaller", "GET", "/caller", 200, "Tells who the API takes the caller for, and whether it lets the caller change anything.")
    {
        Output = new StructureShape(
            "Caller",
            [
                new("arn", Shape.Text, "The caller's ARN, as history says it."),
                new("canWrite", Shape.Boolean, "Whether the caller may do more than read, as far as the API decides it; on AWS policies decide."),
            ]),
        IsApiGateways = false,
    };

    public static Operation GetOpenApi { get; } = new("GetOpenApi", "GET", "/openapi.json", 200, "Describes the API as an OpenAPI 3.0 document.")
    {
        Output = new StructureShape("OpenApiDescription", [Members.Document]) { Payload = Members.Document },
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Get, GetOpenApi];
}
