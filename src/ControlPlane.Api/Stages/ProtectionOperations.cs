using ControlPlane.Api.Description;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operation that protects a stage against deletion.</summary>
internal static class ProtectionOperations
{
    public static Operation Put { get; } = new(
        "PutStageDeletionProtection",
        "PUT",
        StageOperations.One + "/deletionprotection",
        200,
        "Protects a stage, and with it its API, against deletion; or ends the protection.")
    {
        Headers = [Members.IfMatch],
        Body = [new Member("enabled", Shape.Boolean, "True to protect it, false to end the protection.").Needed()],
        Output = StageOperations.Stage,
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put];
}
