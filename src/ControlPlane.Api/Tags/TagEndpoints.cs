using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.ClientCertificates;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.DomainNames;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Stages;
using ControlPlane.Api.UsagePlans;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Tags;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;
using TagMap = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace ControlPlane.Api.Tags;

/// <summary>TagResource, UntagResource, GetTags.</summary>
internal sealed class TagEndpoints(
    RestApiRepository apis,
    ApiLookup lookup,
    StageWriter stages,
    StageRepository stored,
    CustomDomainEditor domains,
    ClientCertificateEndpoints certificates,
    ApiKeyEditor keys,
    UsagePlanEditor plans,
    WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, TagOperations.Get, GetAsync);
        dispatcher.Map(routes, TagOperations.Add, AddAsync);
        dispatcher.Map(routes, TagOperations.Remove, RemoveAsync);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var tags = await EditAsync(request, before => before).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, tags, (writer, values) =>
        {
            writer.WriteStartObject();
            writer.Map("tags", values);
            writer.WriteEndObject();
        });
    }

    private async ValueTask<ApiAnswer> AddAsync(ApiRequest request)
    {
        var added = (await request.BodyAsync("tagResourceInput").ConfigureAwait(false)).TextMap("tags");
        await EditAsync(request, before => TagRules.Add(before, added)).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private async ValueTask<ApiAnswer> RemoveAsync(ApiRequest request)
    {
        var keys = request.QueryAll("tagKeys").ToList();
        if (keys.Count == 0)
        {
            throw ApiException.BadRequest("No tag keys specified");
        }

        await EditAsync(request, before => TagRules.Remove(before, keys)).ConfigureAwait(false);
        return ApiAnswer.NoContent;
    }

    private async ValueTask<TagMap> EditAsync(ApiRequest request, Func<TagMap, TagMap> edit)
    {
        // arn:aws:apigateway:{region}::/restapis/{id}[/stages/{name}], .../domainnames/{name}, .../apikeys/{id} or .../usageplans/{id}
        var arn = Uri.UnescapeDataString(request.Route("resource_arn"));
        var parts = arn.Split(':', 6);
        var path = parts is ["arn", _, "apigateway", _, _, ['/', ..]] ? parts[5][1..].Split('/') : [];
        return path switch
        {
            ["restapis", { } apiId] => await EditApiAsync(request, apiId, edit).ConfigureAwait(false),
            ["restapis", { } apiId, "stages", { } stageName] => await EditStageAsync(request, apiId, stageName, edit).ConfigureAwait(false),
            ["clientcertificates", { } id] => await certificates.EditTagsAsync(request, id, edit).ConfigureAwait(false),
            ["domainnames", { } name] => await domains.EditTagsAsync(request, name, edit).ConfigureAwait(false),
            ["apikeys", { } keyId] => await keys.EditTagsAsync(request, keyId, edit).ConfigureAwait(false),
            ["usageplans", { } planId] => await plans.EditTagsAsync(request, planId, edit).ConfigureAwait(false),
            _ => throw ApiException.BadRequest("Invalid ARN specified in the request"),
        };
    }

    private async ValueTask<TagMap> EditApiAsync(ApiRequest request, string apiId, Func<TagMap, TagMap> edit)
    {
        using var turn = await locks.Apis.AcquireAsync(apiId, request.Cancelled).ConfigureAwait(false);
        var before = await lookup.RequireAsync(apiId, request.Cancelled).ConfigureAwait(false);
        var tags = edit(before.Value.Tags);
        if (ReferenceEquals(tags, before.Value.Tags))
        {
            return tags;
        }

        if (await apis.ReplaceAsync(before.Value with { Tags = tags }, before.Revision, request.Cancelled).ConfigureAwait(false) is null)
        {
            throw ApiException.ConcurrentModification();
        }

        // The API's tags count first: whoever is interrupted here, or loses against another change of a stage, does the same again.
        foreach (var stage in await stored.ListAsync(apiId, CancellationToken.None).ConfigureAwait(false))
        {
            var after = StageHistory.Stamp(stage.Value, stage.Value with { InheritedTags = tags }, request.Origin);
            if (after.LastEvent.Changes.Count > 0)
            {
                await stages.ReplaceAsync(stage, after).ConfigureAwait(false);
            }
        }

        return tags;
    }

    private async ValueTask<TagMap> EditStageAsync(ApiRequest request, string apiId, string stageName, Func<TagMap, TagMap> edit)
    {
        using var turn = await locks.Apis.AcquireAsync(apiId, request.Cancelled).ConfigureAwait(false);
        var before = await stages.RequireAsync(apiId, stageName, request.Cancelled).ConfigureAwait(false);
        var tags = edit(before.Value.Tags);
        if (!ReferenceEquals(tags, before.Value.Tags))
        {
            await stages.ReplaceAsync(before, StageHistory.Stamp(before.Value, before.Value with { Tags = tags }, request.Origin)).ConfigureAwait(false);
        }

        return tags;
    }
}
