using ControlPlane.Local.LocalLambda.Functions;

namespace ControlPlane.Local.LocalLambda.Versions;

/// <summary>A published version; never changes.</summary>
/// <param name="Configuration">What was published.</param>
/// <param name="Fingerprint">Of the code and settings of the <c>$LATEST</c> it was published from.</param>
internal sealed record FunctionVersionRecord(FunctionConfiguration Configuration, string Fingerprint);

internal sealed record PublishVersionRequest(string? CodeSha256, string? Description, string? RevisionId);

internal sealed record ListVersionsByFunctionResponse(IReadOnlyList<FunctionConfiguration> Versions, string? NextMarker);
