using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Access;

namespace ControlPlane.Api.ApiKeys;

/// <summary>Creates, changes and deletes API keys, and tells gateways. Callers hold <see cref="LockAsync"/>'s lock.</summary>
internal sealed class ApiKeyEditor(
    ApiKeyRepository keys,
    UsagePlanRepository plans,
    AccessMark mark,
    WriteLocks locks,
    IConfigurationObserver observer,
    ControlApiOptions options)
{
    /// <summary>Takes the lock of everything that keys and usage plans say of each other.</summary>
    public ValueTask<KeyedLock.Holder> LockAsync(ApiRequest request) => locks.Account.AcquireAsync("access", request.Cancelled);

    /// <summary>Reads a key.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public async ValueTask<Versioned<ApiKey>> RequireAsync(string keyId, CancellationToken cancellationToken) =>
        await keys.GetAsync(keyId, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("Invalid API Key identifier specified");

    /// <summary>Checks that there is room for more keys.</summary>
    /// <exception cref="ApiException">429: there is not.</exception>
    public async ValueTask CheckRoomAsync(int more, CancellationToken cancellationToken)
    {
        var all = await keys.ListAsync(null, null, cancellationToken).ConfigureAwait(false);
        if (all.Items.Count + more > options.Quotas.ApiKeys)
        {
            throw ApiException.LimitExceeded("Maximum number of API Keys has been reached. Please contact AWS if you need additional API Keys.");
        }
    }

    /// <summary>Stores a new key.</summary>
    /// <exception cref="ApiException">409: another has its value.</exception>
    public async ValueTask CreateAsync(ApiKey key)
    {
        if (!await keys.CreateAsync(key, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.Conflict("API Key already exists");
        }

        await TellAsync().ConfigureAwait(false);
    }

    /// <summary>Changes a key.</summary>
    /// <exception cref="ApiException">404: there is none; 409: another process changed it meanwhile.</exception>
    public async ValueTask<ApiKey> EditAsync(ApiRequest request, string keyId, Func<ApiKey, ApiKey> edit)
    {
        var before = await RequireAsync(keyId, request.Cancelled).ConfigureAwait(false);
        var after = edit(before.Value);
        if (!ReferenceEquals(after, before.Value))
        {
            after = after with { LastUpdatedDate = request.Now };
            if (await keys.ReplaceAsync(after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null)
            {
                throw ApiException.ConcurrentModification();
            }

            await TellAsync().ConfigureAwait(false);
        }

        return after;
    }

    /// <summary>Changes a key's tags.</summary>
    /// <returns>The tags after.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> EditTagsAsync(
        ApiRequest request,
        string keyId,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> edit)
    {
        using var turn = await LockAsync(request).ConfigureAwait(false);
        var key = await EditAsync(request, keyId, before =>
        {
            var tags = edit(before.Tags);
            return ReferenceEquals(tags, before.Tags) ? before : before with { Tags = tags };
        }).ConfigureAwait(false);
        return key.Tags;
    }

    /// <summary>Deletes a key; it leaves the lists of its plans.</summary>
    /// <exception cref="ApiException">404: there is none; 409: another process changed it meanwhile.</exception>
    public async ValueTask DeleteAsync(ApiRequest request, string keyId)
    {
        var key = await RequireAsync(keyId, request.Cancelled).ConfigureAwait(false);
        if (!await keys.DeleteAsync(key.Value, key.Revision, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        await TellAsync().ConfigureAwait(false);
        foreach (var plan in key.Value.UsagePlanIds)
        {
            await plans.RemoveKeyAsync(plan, keyId, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Tells gateways, here and elsewhere, that something they serve by has changed.</summary>
    public async ValueTask TellAsync()
    {
        await mark.MoveAsync(CancellationToken.None).ConfigureAwait(false);
        observer.AccessChanged();
    }
}
