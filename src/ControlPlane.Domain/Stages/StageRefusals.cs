using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Stages;

/// <summary>The words UpdateStage refuses operations with, as API Gateway has them, punctuation and all.</summary>
internal sealed class StageRefusals : PatchRefusals
{
    // The missing commas are API Gateway's own.
    private const string _paths =
        "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, " +
        "/accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, " +
        "/{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/" +
        "{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, " +
        "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, " +
        "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, " +
        "/*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, " +
        "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled";

    /// <inheritdoc/>
    public override ApiException Refuse(PatchOperation operation, PatchOp pathOps, IReadOnlyList<string> patterns) => operation switch
    {
        { Path: null } => ApiException.BadRequest("Invalid patch path null"),
        { Op: PatchOp.Copy } => InvalidCopy(operation),
        { Op: PatchOp.Add } => ApiException.BadRequest($"Invalid add operation with path: {operation.Path}"),
        { Op: PatchOp.Remove } => NothingToRemove(operation.Path),
        { Op: PatchOp.Replace } when operation.Path.StartsWith("/accessLogSettings", StringComparison.Ordinal) => ApiException.BadRequest(
            "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]"),
        { Op: PatchOp.Replace } => UnknownPath(operation.Path),
        _ => ApiException.BadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'|'copy'"),
    };

    /// <summary>The 400 of a replace on an unknown path.</summary>
    public static ApiException UnknownPath(string path) => ApiException.BadRequest($"Invalid method setting path: {path}. Must be one of: [{_paths}]");

    /// <summary>The 400 of a remove that finds nothing.</summary>
    public static ApiException NothingToRemove(string path) => ApiException.BadRequest(
        $"Cannot remove method setting {(path.StartsWith('/') ? path[1..] : path)} because there is no method setting for this method ");

    /// <summary>The 400 of a copy other than the two that promote a canary.</summary>
    public static ApiException InvalidCopy(PatchOperation operation) => ApiException.BadRequest(
        $"Invalid copy operation with path: {operation.Path} and from {operation.From ?? "null"}. Valid copy:path are [/deploymentId, /variables] " +
        "and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]");
}
