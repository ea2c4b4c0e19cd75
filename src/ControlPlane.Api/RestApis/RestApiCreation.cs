using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Apis;

namespace ControlPlane.Api.RestApis;

/// <summary>Stores new APIs, within the account's quota.</summary>
internal sealed class RestApiCreation(RestApiRepository apis, ApiLookup lookup, WriteLocks locks, ControlApiOptions options)
{
    /// <summary>Stores a new API; a repeated request gets the one that its first attempt stored.</summary>
    /// <exception cref="ApiException">429: there are too many.</exception>
    public async ValueTask<RestApi> StoreAsync(ApiRequest request, ApiDraft draft)
    {
        using var turn = await locks.Account.AcquireAsync("restapis", request.Cancelled).ConfigureAwait(false);
        if (request.IsRepeatable && await apis.GetAsync(draft.Api.Id, request.Cancelled).ConfigureAwait(false) is { } existing)
        {
            return existing.Value;
        }

        if (await apis.CountAsync(request.Cancelled).ConfigureAwait(false) >= options.Quotas.RestApis)
        {
            throw ApiException.LimitExceeded("Maximum number of APIs has been reached. Please contact AWS if you need additional APIs.");
        }

        if (await apis.CreateAsync(draft.Api, draft.Tree, draft.Methods, draft.Parts, draft.Documentation, request.Cancelled).ConfigureAwait(false))
        {
            return draft.Api;
        }

        // A repetition in another process was quicker.
        return request.IsRepeatable
            ? (await lookup.RequireAsync(draft.Api.Id, request.Cancelled).ConfigureAwait(false)).Value
            : throw ApiException.ConcurrentModification();
    }
}
