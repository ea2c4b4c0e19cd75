using ControlPlane.Client.Stages;
using ControlPlane.Client.Wire;

namespace ControlPlane.Client;

/// <content>Rollouts and diagnoses of stages.</content>
public sealed partial class ControlPlaneClient
{
    /// <summary>GetRollout: the running rollout, else the last one; null when the stage has had none, or the API knows no rollouts.</summary>
    public async Task<Rollout?> FindRolloutAsync(string restApiId, string stageName, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(StagePath(restApiId, stageName, "rollout"), ClientJson.Default.Rollout, cancellationToken).ConfigureAwait(false);
        }
        catch (ControlPlaneException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>PutRollout: starts a rollout of the stage's canary.</summary>
    public Task<Rollout> StartRolloutAsync(
        string restApiId, string stageName, NewRollout rollout, string? ifMatch = null, CancellationToken cancellationToken = default) => SendAsync(
        new WireRequest(HttpMethod.Put, StagePath(restApiId, stageName, "rollout")) { Body = Json(rollout, ClientJson.Default.NewRollout), IfMatch = ifMatch },
        ClientJson.Default.Rollout,
        cancellationToken);

    /// <summary>ApproveRollout, PauseRollout, ResumeRollout, AbortRollout.</summary>
    /// <param name="restApiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="act">approve, pause, resume or abort.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Rollout> ActOnRolloutAsync(string restApiId, string stageName, string act, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Post, StagePath(restApiId, stageName, $"rollout/{Segment(act)}")), ClientJson.Default.Rollout, cancellationToken);

    /// <summary>ExamineStage: what is missing on the stage's routes, and the commands that mend it. Nothing is run; it takes 20 seconds at most.</summary>
    public Task<Diagnosis> ExamineAsync(string restApiId, string stageName, CancellationToken cancellationToken = default) =>
        SendAsync(new WireRequest(HttpMethod.Post, StagePath(restApiId, stageName, "doctor")), ClientJson.Default.Diagnosis, cancellationToken);
}
