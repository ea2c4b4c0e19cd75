using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Accounts;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Documentation;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>
/// Checks stages against the rest of the account, writes them with their history and tells the gateway.
/// Callers hold the API's lock, so that this process deletes no deployment between check and write; another process might, so
/// what a stage came to refer to is checked again after the write. Deletions check after theirs, too: one of the two sees the other.
/// </summary>
internal sealed class StageWriter(
    StageRepository stages,
    DeploymentRepository deployments,
    AccountRepository accounts,
    ClientCertificateRepository certificates,
    DocumentationVersionRepository documentation,
    ApiLookup lookup,
    IConfigurationObserver observer,
    ControlApiOptions options)
{
    // A repetition comes soon after its first attempt, or not at all.
    private const int _searchedEvents = 100;

    /// <summary>Reads a stage.</summary>
    /// <exception cref="ApiException">404: the API or the stage is not there.</exception>
    public async ValueTask<Versioned<Stage>> RequireAsync(string apiId, string stageName, CancellationToken cancellationToken) =>
        await stages.GetAsync(apiId, stageName, cancellationToken).ConfigureAwait(false)
        ?? throw await lookup.MissingBelowAsync(apiId, "Invalid Stage identifier specified", cancellationToken).ConfigureAwait(false);

    /// <summary>Checks a stage that is about to be created: its name and the quota. Whether its deployments exist is another matter.</summary>
    /// <exception cref="ApiException">409: the name is taken; 429: too many stages.</exception>
    public async ValueTask CheckRoomAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        var all = await stages.ListAsync(apiId, cancellationToken).ConfigureAwait(false);
        if (all.Any(stage => stage.Value.StageName == stageName))
        {
            throw AlreadyExists();
        }

        if (all.Count >= options.Quotas.StagesPerApi)
        {
            throw ApiException.LimitExceeded("Maximum number of stages for this API has been reached. Please contact AWS if you need additional stages for your API.");
        }
    }

    /// <summary>Whether a repeated request finds its change made by an earlier attempt.</summary>
    public async ValueTask<bool> IsDoneAsync(ApiRequest request, Stage stage)
    {
        if (request.Token is not { } token)
        {
            return false;
        }

        var history = await stages.HistoryAsync(stage.RestApiId, stage.StageName, _searchedEvents, null, request.Cancelled).ConfigureAwait(false);

        // A second event of the same request is the one that undid it.
        return history.Items.FirstOrDefault(stageEvent => stageEvent.Token == token) is { } made
            && history.Items.Count(stageEvent => stageEvent.RequestId == made.RequestId) == 1;
    }

    /// <summary>Checks everything that a stage newly refers to.</summary>
    /// <param name="before">The stage before, or null when it is new.</param>
    /// <param name="after">The stage after.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="ApiException">400 or 404: something is not there.</exception>
    public async ValueTask CheckReferencesAsync(Stage? before, Stage after, CancellationToken cancellationToken)
    {
        if (await LacksDeploymentAsync(before, after, cancellationToken).ConfigureAwait(false))
        {
            throw ApiException.BadRequest("Deployment id does not exist");
        }

        if (after.ClientCertificateId is { } certificate && certificate != before?.ClientCertificateId
            && await certificates.GetAsync(certificate, cancellationToken).ConfigureAwait(false) is null)
        {
            throw ApiException.NotFound("Invalid Client Certificate identifier specified");
        }

        if (after.DocumentationVersion is { } version && version != before?.DocumentationVersion
            && await documentation.GetAsync(after.RestApiId, version, cancellationToken).ConfigureAwait(false) is null)
        {
            throw ApiException.NotFound("Invalid Documentation version specified");
        }

        if (Logs(after) && (before is null || !Logs(before))
            && (await accounts.GetAsync(cancellationToken).ConfigureAwait(false)).Value.CloudwatchRoleArn is null)
        {
            throw ApiException.BadRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }

    /// <summary>Stores a new stage.</summary>
    /// <returns>Its revision.</returns>
    /// <exception cref="ApiException">409: the name is taken.</exception>
    public async ValueTask<long> CreateAsync(Stage stage)
    {
        var revision = await stages.CreateAsync(stage, CancellationToken.None).ConfigureAwait(false) ?? throw AlreadyExists();
        if (!await lookup.ExistsAsync(stage.RestApiId, CancellationToken.None).ConfigureAwait(false)
            || await LacksDeploymentAsync(null, stage, CancellationToken.None).ConfigureAwait(false))
        {
            await stages.DeleteAsync(new(stage, revision), StageHistory.Deletion(stage, OriginOf(stage)), CancellationToken.None).ConfigureAwait(false);
            throw ApiException.ConcurrentModification();
        }

        observer.StageChanged(stage.RestApiId, stage.StageName);
        return revision;
    }

    /// <summary>Stores a changed stage.</summary>
    /// <returns>Its revision.</returns>
    /// <exception cref="ApiException">409: another process changed it meanwhile.</exception>
    public async ValueTask<long> ReplaceAsync(Versioned<Stage> before, Stage after)
    {
        var revision = await stages.ReplaceAsync(before, after, CancellationToken.None).ConfigureAwait(false) ?? throw ApiException.ConcurrentModification();
        if (await LacksDeploymentAsync(before.Value, after, CancellationToken.None).ConfigureAwait(false))
        {
            var undone = StageHistory.Stamp(after, before.Value, OriginOf(after));
            await stages.ReplaceAsync(new(after, revision), undone, CancellationToken.None).ConfigureAwait(false);
            throw ApiException.ConcurrentModification();
        }

        observer.StageChanged(after.RestApiId, after.StageName);
        return revision;
    }

    /// <summary>Deletes a stage.</summary>
    /// <exception cref="ApiException">409: another process changed it meanwhile.</exception>
    public async ValueTask DeleteAsync(Versioned<Stage> stage, ChangeOrigin origin)
    {
        var deleted = await stages.DeleteAsync(stage, StageHistory.Deletion(stage.Value, origin), CancellationToken.None).ConfigureAwait(false);
        observer.StageChanged(stage.Value.RestApiId, stage.Value.StageName);
        if (!deleted)
        {
            throw ApiException.ConcurrentModification();
        }
    }

    /// <summary>The answer that carries a stage and its revision.</summary>
    public static ApiAnswer Answer(int status, Stage stage, long revision) =>
        ApiAnswer.Json(status, stage, StageJson.Write) with { ETag = $"\"{revision}\"" };

    private async ValueTask<bool> LacksDeploymentAsync(Stage? before, Stage after, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { after.DeploymentId, after.CanarySettings?.DeploymentId })
        {
            if (id is not null && id != before?.DeploymentId && id != before?.CanarySettings?.DeploymentId
                && await deployments.GetAsync(after.RestApiId, id, cancellationToken).ConfigureAwait(false) is null)
            {
                return true;
            }
        }

        return false;
    }

    // What is undone is undone in the name of the same request, which yet may be repeated.
    private static ChangeOrigin OriginOf(Stage stage) => new(stage.LastEvent.Actor, stage.LastEvent.RequestId, stage.LastEvent.Time);

    private static ApiException AlreadyExists() => ApiException.Conflict("Stage already exists");

    private static bool Logs(Stage stage)
    {
        foreach (var setting in stage.MethodSettings.Values)
        {
            if (setting.LoggingLevel is LoggingLevel.Error or LoggingLevel.Info)
            {
                return true;
            }
        }

        return false;
    }
}
