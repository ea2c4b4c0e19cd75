using ControlPlane.Client.Stages;
using ControlPlane.Client.Wire;

namespace ControlPlane.Client;

/// <content>Stages, canaries, history, log levels, metrics.</content>
public sealed partial class ControlPlaneClient
{
    /// <summary>GetStages: all stages of an API.</summary>
    public async Task<IReadOnlyList<Stage>> GetStagesAsync(string restApiId, CancellationToken cancellationToken = default) =>
        (await GetAsync($"{Api(restApiId)}/stages", ClientJson.Default.PageStage, cancellationToken).ConfigureAwait(false)).Item;

    /// <summary>GetStage, with its revision.</summary>
    public Task<Revised<Stage>> GetStageAsync(string restApiId, string stageName, CancellationToken cancellationToken = default) =>
        SendRevisedAsync(new WireRequest(HttpMethod.Get, StagePath(restApiId, stageName)), ClientJson.Default.Stage, cancellationToken);

    /// <summary>CreateStage.</summary>
    public Task<Revised<Stage>> CreateStageAsync(string restApiId, NewStage stage, CancellationToken cancellationToken = default) => SendRevisedAsync(
        new WireRequest(HttpMethod.Post, $"{Api(restApiId)}/stages") { Body = Json(stage, ClientJson.Default.NewStage) }, ClientJson.Default.Stage, cancellationToken);

    /// <summary>UpdateStage: all operations, or none.</summary>
    /// <param name="restApiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="operations">The changes, in order.</param>
    /// <param name="ifMatch">The revision the stage must still have, or null when any will do.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Revised<Stage>> UpdateStageAsync(
        string restApiId, string stageName, IReadOnlyList<PatchOperation> operations, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        SendRevisedAsync(
            new WireRequest(HttpMethod.Patch, StagePath(restApiId, stageName)) { Body = Json(new Patch(operations), ClientJson.Default.Patch), IfMatch = ifMatch },
            ClientJson.Default.Stage,
            cancellationToken);

    /// <summary>DeleteStage; its history stays.</summary>
    public Task DeleteStageAsync(string restApiId, string stageName, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Delete, StagePath(restApiId, stageName)) { IfMatch = ifMatch }, cancellationToken);

    /// <summary>PutStageDeletionProtection.</summary>
    public Task<Revised<Stage>> PutDeletionProtectionAsync(
        string restApiId, string stageName, bool enabled, string? ifMatch = null, CancellationToken cancellationToken = default) => SendRevisedAsync(
        new WireRequest(HttpMethod.Put, StagePath(restApiId, stageName, "deletionprotection"))
        {
            Body = Json(new DeletionProtection(enabled), ClientJson.Default.DeletionProtection),
            IfMatch = ifMatch,
        },
        ClientJson.Default.Stage,
        cancellationToken);

    /// <summary>PromoteCanary: the canary's deployment and variables move to the stage, the canary ends.</summary>
    public Task<Revised<Stage>> PromoteCanaryAsync(string restApiId, string stageName, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        SendRevisedAsync(
            new WireRequest(HttpMethod.Post, StagePath(restApiId, stageName, "canary/promotion")) { IfMatch = ifMatch }, ClientJson.Default.Stage, cancellationToken);

    /// <summary>RollbackStage: ends a running canary; without one, back to the release before, or to the given deployment.</summary>
    public Task<Revised<Stage>> RollbackStageAsync(
        string restApiId, string stageName, string? deploymentId = null, string? ifMatch = null, CancellationToken cancellationToken = default) => SendRevisedAsync(
        new WireRequest(HttpMethod.Post, StagePath(restApiId, stageName, "rollback")) { Body = Json(new Rollback(deploymentId), ClientJson.Default.Rollback), IfMatch = ifMatch },
        ClientJson.Default.Stage,
        cancellationToken);

    /// <summary>GetStageHistory: who changed what, newest first, a page at a time.</summary>
    public Task<Page<StageEvent>> GetStageHistoryAsync(
        string restApiId, string stageName, string? position = null, int? limit = null, CancellationToken cancellationToken = default) =>
        GetAsync(Paged(StagePath(restApiId, stageName, "history"), position, limit), ClientJson.Default.PageStageEvent, cancellationToken);

    /// <summary>GetStageMetrics: what the stage served in the minutes up to now.</summary>
    /// <param name="restApiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="minutes">The window, 1 to 1440 minutes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<StageMetrics> GetStageMetricsAsync(string restApiId, string stageName, int minutes = 60, CancellationToken cancellationToken = default) =>
        GetAsync(StagePath(restApiId, stageName, $"metrics?minutes={minutes}"), ClientJson.Default.StageMetrics, cancellationToken);

    /// <summary>GetStageLogLevel: the log level and what decides it, with the stage's revision.</summary>
    public Task<Revised<LogLevel>> GetLogLevelAsync(string restApiId, string stageName, CancellationToken cancellationToken = default) =>
        SendRevisedAsync(new WireRequest(HttpMethod.Get, StagePath(restApiId, stageName, "loglevel")), ClientJson.Default.LogLevel, cancellationToken);

    /// <summary>PutStageLogLevel.</summary>
    public Task<Revised<LogLevel>> PutLogLevelAsync(
        string restApiId, string stageName, NewLogLevel level, string? ifMatch = null, CancellationToken cancellationToken = default) => SendRevisedAsync(
        new WireRequest(HttpMethod.Put, StagePath(restApiId, stageName, "loglevel")) { Body = Json(level, ClientJson.Default.NewLogLevel), IfMatch = ifMatch },
        ClientJson.Default.LogLevel,
        cancellationToken);

    /// <summary>DeleteStageLogLevel: takes the log level back.</summary>
    public Task DeleteLogLevelAsync(string restApiId, string stageName, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Delete, StagePath(restApiId, stageName, "loglevel")) { IfMatch = ifMatch }, cancellationToken);

    /// <summary>GetStageLogCost: what the stage logs and what that costs a month; null when the API does not measure it.</summary>
    public async Task<LogCost?> FindLogCostAsync(string restApiId, string stageName, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(StagePath(restApiId, stageName, "logcost"), ClientJson.Default.LogCost, cancellationToken).ConfigureAwait(false);
        }
        catch (ControlPlaneException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>FlushStageCache: empties the stage's cache of responses.</summary>
    public Task FlushCacheAsync(string restApiId, string stageName, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Delete, StagePath(restApiId, stageName, "cache/data")), cancellationToken);

    /// <summary>ExplainRequest: how the stage would route a request; nothing is sent.</summary>
    public Task<Explanation> ExplainAsync(string restApiId, string stageName, ExplainRequest request, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Post, StagePath(restApiId, stageName, "explain")) { Body = Json(request, ClientJson.Default.ExplainRequest) },
        ClientJson.Default.Explanation,
        cancellationToken);

    /// <summary>GetExport: the deployment that the stage serves, as an OpenAPI document.</summary>
    /// <param name="restApiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="exportType">oas30 or swagger.</param>
    /// <param name="extensions">What goes beyond the standard, separated by commas: integrations, authorizers, documentation; null for nothing.</param>
    /// <param name="asYaml">Whether it is YAML; JSON otherwise.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Document> ExportAsync(
        string restApiId, string stageName, string exportType, string? extensions = null, bool asYaml = false, CancellationToken cancellationToken = default)
    {
        var query = extensions is null ? "" : $"?extensions={Segment(extensions)}";
        var request = new WireRequest(HttpMethod.Get, StagePath(restApiId, stageName, $"exports/{Segment(exportType)}{query}"))
        {
            Accept = asYaml ? "application/yaml" : "application/json",
        };
        var answer = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new Document(answer.FileName, answer.Body);
    }

    private static string StagePath(string restApiId, string stageName) => $"{Api(restApiId)}/stages/{Segment(stageName)}";

    private static string StagePath(string restApiId, string stageName, string rest) => $"{StagePath(restApiId, stageName)}/{rest}";
}
