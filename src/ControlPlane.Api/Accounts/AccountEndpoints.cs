using System.Text.Json;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Accounts;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Accounts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Accounts;

/// <summary>GetAccount, UpdateAccount.</summary>
internal sealed class AccountEndpoints(AccountRepository accounts, WriteLocks locks, ControlApiOptions options)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, AccountOperations.Get, GetAsync);
        dispatcher.Map(routes, AccountOperations.Update, UpdateAsync);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await accounts.GetAsync(request.Cancelled).ConfigureAwait(false)).Value, Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateAccountInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Account.AcquireAsync("account", request.Cancelled).ConfigureAwait(false);
        var before = await accounts.GetAsync(request.Cancelled).ConfigureAwait(false);
        var after = AccountPatches.Apply(before.Value, operations);
        return await accounts.ReplaceAsync(after, before.Revision, request.Cancelled).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, Write);
    }

    private void Write(Utf8JsonWriter writer, Account account)
    {
        writer.WriteStartObject();
        writer.Optional("cloudwatchRoleArn", account.CloudwatchRoleArn);
        writer.WriteStartObject("throttleSettings");
        writer.WriteNumber("burstLimit", options.Quotas.ThrottleBurst ?? Account.BurstLimit);
        writer.WriteNumber("rateLimit", options.Quotas.ThrottleRate ?? Account.RateLimit);
        writer.WriteEndObject();
        writer.List("features", ["UsagePlans"]);
        writer.WriteString("apiKeyVersion", "4");
        writer.WriteEndObject();
    }
}
