using System.Collections.Frozen;

namespace ControlPlane.WebConsole.Actions;

/// <summary>The sentences that say that something was done. Pages get their keys, never texts, in the address.</summary>
internal static class Notices
{
    private static readonly FrozenDictionary<string, string> _byKey = new Dictionary<string, string>
    {
        ["api-created"] = "The API is there. Give it resources or import a document, then deploy it.",
        ["api-imported"] = "The document is imported. Deploy the API to let a stage serve it.",
        ["api-deleted"] = "The API is deleted, with all its deployments and stages.",
        ["deployed"] = "Deployed. The stage serves the new deployment.",
        ["deployed-canary"] = "Deployed to the canary. Watch it, then promote it or roll it back.",
        ["deployment-created"] = "The deployment is there; no stage serves it yet.",
        ["deployment-deleted"] = "The deployment is deleted.",
        ["stage-created"] = "The stage is there.",
        ["stage-deleted"] = "The stage is deleted; its history stays.",
        ["protected"] = "The stage cannot be deleted now.",
        ["unprotected"] = "The stage can be deleted again.",
        ["share-set"] = "The canary's share is changed; the very next request counts.",
        ["canary-started"] = "The canary is started.",
        ["promoted"] = "Promoted. The canary's deployment and variables serve the whole stage; the canary has ended.",
        ["rollout-started"] = "The rollout runs. It goes from step to step by itself, and back when the canary is worse.",
        ["rollout-approved"] = "Approved. The rollout goes on.",
        ["rollout-paused"] = "Paused. The share stays; a canary that fails is still rolled back.",
        ["rollout-resumed"] = "The rollout goes on.",
        ["rollout-aborted"] = "Aborted. The base serves everything.",
        ["rolled-back"] = "Rolled back. The stage serves what it served before.",
        ["variables-saved"] = "The variables are saved.",
        ["settings-saved"] = "The settings are saved.",
        ["cache-flushed"] = "The cache is empty; the next responses fill it again.",
        ["loglevel-set"] = "The log level counts from now on.",
        ["loglevel-removed"] = "The log level is taken back; the stage logs by its settings again.",
        ["tags-saved"] = "The tags are saved.",
        ["unchanged"] = "There was nothing to change.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sentence behind a key, or null.</summary>
    public static string? Find(string? key) => key is null ? null : _byKey.GetValueOrDefault(key);
}
