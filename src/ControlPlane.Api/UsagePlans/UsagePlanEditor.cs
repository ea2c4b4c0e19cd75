using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;
using ControlPlane.Storage.Stages;

namespace ControlPlane.Api.UsagePlans;

/// <summary>Creates, changes and deletes usage plans and lets keys join and leave them. Callers hold <see cref="ApiKeyEditor.LockAsync"/>'s lock.</summary>
internal sealed class UsagePlanEditor(UsagePlanRepository plans, ApiKeyRepository keys, StageRepository stages, ApiKeyEditor keyEditor, ControlApiOptions options)
{
    /// <summary>Reads a plan, or null when there is none.</summary>
    public ValueTask<Versioned<UsagePlan>?> FindAsync(string planId, CancellationToken cancellationToken) => plans.GetAsync(planId, cancellationToken);

    /// <summary>Reads a plan.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public async ValueTask<Versioned<UsagePlan>> RequireAsync(string planId, CancellationToken cancellationToken) =>
        await plans.GetAsync(planId, cancellationToken).ConfigureAwait(false) ?? throw UsagePlanRules.Unknown();

    /// <summary>Stores a new plan.</summary>
    /// <exception cref="ApiException">400: a stage is not there; 429: too many plans.</exception>
    public async ValueTask CreateAsync(ApiRequest request, UsagePlan plan)
    {
        await RequireStagesAsync(plan, plan.ApiStages, request.Cancelled).ConfigureAwait(false);
        var all = await plans.ListAsync(null, null, request.Cancelled).ConfigureAwait(false);
        if (all.Items.Count >= options.Quotas.UsagePlans)
        {
            throw ApiException.LimitExceeded("Maximum number of Usage Plans has been reached. Please contact AWS if you need additional Usage Plans.");
        }

        if (!await plans.CreateAsync(plan, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }
    }

    /// <summary>Changes a plan.</summary>
    /// <exception cref="ApiException">404: there is none; 400: a stage is not there; 409: a key has another plan for a stage, or another process changed the plan meanwhile.</exception>
    public async ValueTask<UsagePlan> EditAsync(ApiRequest request, string planId, Func<UsagePlan, UsagePlan> edit)
    {
        var before = await RequireAsync(planId, request.Cancelled).ConfigureAwait(false);
        var after = edit(before.Value);
        if (ReferenceEquals(after, before.Value))
        {
            return after;
        }

        var added = after.ApiStages.Where(stage => before.Value.FindStage(stage.ApiId, stage.Stage) is null).ToList();
        await RequireStagesAsync(after, added, request.Cancelled).ConfigureAwait(false);
        if (added.Count > 0)
        {
            var members = await ListKeysAsync(planId, null, null, request.Cancelled).ConfigureAwait(false);
            foreach (var key in members.Items)
            {
                await RequireUnambiguousAsync(after, added, key, request.Cancelled).ConfigureAwait(false);
            }
        }

        if (await plans.ReplaceAsync(after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null)
        {
            throw ApiException.ConcurrentModification();
        }

        await keyEditor.TellAsync().ConfigureAwait(false);
        return after;
    }

    /// <summary>Changes a plan's tags.</summary>
    /// <returns>The tags after.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> EditTagsAsync(
        ApiRequest request,
        string planId,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> edit)
    {
        using var turn = await keyEditor.LockAsync(request).ConfigureAwait(false);
        var plan = await EditAsync(request, planId, before =>
        {
            var tags = edit(before.Tags);
            return ReferenceEquals(tags, before.Tags) ? before : before with { Tags = tags };
        }).ConfigureAwait(false);
        return plan.Tags;
    }

    /// <summary>Deletes a plan; its keys leave it before.</summary>
    /// <exception cref="ApiException">404: there is none; 400: it still opens stages; 409: another process changed it meanwhile.</exception>
    public async ValueTask DeleteAsync(ApiRequest request, string planId)
    {
        var plan = await RequireAsync(planId, request.Cancelled).ConfigureAwait(false);
        if (plan.Value.ApiStages.Count > 0)
        {
            throw UsagePlanRules.HasStages(plan.Value);
        }

        var members = await ListKeysAsync(planId, null, null, request.Cancelled).ConfigureAwait(false);
        foreach (var key in members.Items)
        {
            await RemoveKeyAsync(request, planId, key.Id).ConfigureAwait(false);
        }

        if (!await plans.DeleteAsync(planId, plan.Revision, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        await keyEditor.TellAsync().ConfigureAwait(false);
    }

    /// <summary>Reads a key of a plan.</summary>
    /// <exception cref="ApiException">404: the plan, or the key in it, is not there.</exception>
    public async ValueTask<ApiKey> RequireKeyAsync(string planId, string keyId, CancellationToken cancellationToken)
    {
        await RequireAsync(planId, cancellationToken).ConfigureAwait(false);
        var key = await keyEditor.RequireAsync(keyId, cancellationToken).ConfigureAwait(false);
        return key.Value.UsagePlanIds.Contains(planId) ? key.Value : throw ApiException.NotFound("Invalid Usage Plan Key identifier specified");
    }

    /// <summary>Lets a key join a plan.</summary>
    /// <exception cref="ApiException">404: the plan or the key is not there; 409: it belongs to the plan, or has another for one of its stages.</exception>
    public async ValueTask<ApiKey> AddKeyAsync(ApiRequest request, string planId, string keyId)
    {
        var plan = await RequireAsync(planId, request.Cancelled).ConfigureAwait(false);
        var key = await keyEditor.RequireAsync(keyId, request.Cancelled).ConfigureAwait(false);
        if (key.Value.UsagePlanIds.Contains(planId))
        {
            return request.IsRepeatable
                ? key.Value
                : throw ApiException.Conflict($"Usage Plan {planId} cannot be added because API Key {keyId} already references it");
        }

        if (key.Value.UsagePlanIds.Count >= ApiKeyRules.MaxPlans)
        {
            throw ApiException.LimitExceeded($"Maximum number of Usage Plans for API Key {keyId} has been reached. Please contact AWS if you need additional Usage Plans.");
        }

        await RequireUnambiguousAsync(plan.Value, plan.Value.ApiStages, key.Value, request.Cancelled).ConfigureAwait(false);
        await plans.AddKeyAsync(planId, keyId, CancellationToken.None).ConfigureAwait(false);
        return await keyEditor.EditAsync(request, keyId, before => before with { UsagePlanIds = [.. before.UsagePlanIds, planId] }).ConfigureAwait(false);
    }

    /// <summary>Takes a key out of a plan.</summary>
    public async ValueTask RemoveKeyAsync(ApiRequest request, string planId, string keyId)
    {
        await keyEditor.EditAsync(request, keyId, before => before with { UsagePlanIds = [.. before.UsagePlanIds.Where(id => id != planId)] }).ConfigureAwait(false);
        await plans.RemoveKeyAsync(planId, keyId, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads a page of a plan's keys; all when there is no limit.</summary>
    public async ValueTask<Page<ApiKey>> ListKeysAsync(string planId, int? limit, string? position, CancellationToken cancellationToken)
    {
        var page = await plans.ListKeysAsync(planId, limit, position, cancellationToken).ConfigureAwait(false);
        var found = new List<ApiKey>(page.Items.Count);
        foreach (var keyId in page.Items)
        {
            if ((await keys.GetAsync(keyId, cancellationToken).ConfigureAwait(false))?.Value is { } key && key.UsagePlanIds.Contains(planId))
            {
                found.Add(key);
            }
        }

        return new Page<ApiKey>(found, page.Position);
    }

    private async ValueTask RequireStagesAsync(UsagePlan plan, IEnumerable<UsagePlanStage> added, CancellationToken cancellationToken)
    {
        foreach (var stage in added)
        {
            if (await stages.GetAsync(stage.ApiId, stage.Stage, cancellationToken).ConfigureAwait(false) is null)
            {
                throw UsagePlanRules.InvalidStage(plan, stage);
            }
        }
    }

    private async ValueTask RequireUnambiguousAsync(UsagePlan plan, IReadOnlyList<UsagePlanStage> added, ApiKey key, CancellationToken cancellationToken)
    {
        foreach (var otherId in key.UsagePlanIds.Where(id => id != plan.Id))
        {
            if (await plans.GetAsync(otherId, cancellationToken).ConfigureAwait(false) is not { } other)
            {
                continue;
            }

            if (added.FirstOrDefault(stage => other.Value.FindStage(stage.ApiId, stage.Stage) is not null) is { } shared)
            {
                throw UsagePlanRules.AmbiguousStage(plan, key.Id, shared);
            }
        }
    }
}
