using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Stages;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.WebAcls;

/// <summary>Our own operations on the web ACL of a stage: set it, look at it, take it away.</summary>
internal sealed class WebAclEndpoints(StageWriter writer, WriteLocks locks, ControlApiOptions options)
{
    private const int _idLength = 12;

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, WebAclOperations.Put, PutAsync);
        dispatcher.Map(routes, WebAclOperations.Get, GetAsync);
        dispatcher.Map(routes, WebAclOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("putWebAclInput").ConfigureAwait(false);
        var rules = body.Objects("rules")
            .Select(rule => new WebAclRules.GivenRule(rule.Text("name"), rule.Whole("priority"), rule.Text("action"), rule.Json("statement")))
            .ToArray();
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        var acl = WebAclRules.Create(
            before.Value.WebAcl?.Id ?? request.Ids.Next(_idLength), body.Text("name"), body.Text("defaultAction"), rules);
        var changed = before.Value with { WebAcl = acl, WebAclArn = acl.Arn(options.Region, options.AccountId) };
        var after = StageHistory.Stamp(before.Value, changed, request.Origin, StageEventType.Settings);
        return Answer(after, await writer.ReplaceAsync(before, after).ConfigureAwait(false));
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = await RequireAsync(request).ConfigureAwait(false);
        return stage.Value.WebAcl is null ? throw ApiException.NotFound("The stage has no web ACL") : Answer(stage.Value, stage.Revision);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        request.RequireMatch(before.Revision);
        if (before.Value.WebAcl is not null)
        {
            var changed = before.Value with { WebAcl = null, WebAclArn = null };
            await writer.ReplaceAsync(before, StageHistory.Stamp(before.Value, changed, request.Origin, StageEventType.Settings)).ConfigureAwait(false);
        }

        return ApiAnswer.NoContent;
    }

    private ValueTask<Versioned<Stage>> RequireAsync(ApiRequest request) => writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled);

    private static ApiAnswer Answer(Stage stage, long revision) => ApiAnswer.Json(ApiAnswer.Ok, stage, WebAclJson.Write) with { ETag = $"\"{revision}\"" };
}
