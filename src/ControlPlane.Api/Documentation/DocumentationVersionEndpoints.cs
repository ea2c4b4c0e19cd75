using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Stages;
using ControlPlane.Domain;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Documentation;
using ControlPlane.Storage.Parts;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Documentation;

/// <summary>CreateDocumentationVersion, GetDocumentationVersion, GetDocumentationVersions, UpdateDocumentationVersion, DeleteDocumentationVersion.</summary>
internal sealed class DocumentationVersionEndpoints(
    DocumentationVersionRepository versions,
    PartRepository<DocumentationPart> parts,
    StageRepository stages,
    StageWriter writer,
    ApiLookup lookup,
    WriteLocks locks)
{
    private const string _unknown = "Invalid Documentation version specified";

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, DocumentationOperations.CreateVersion, CreateAsync);
        dispatcher.Map(routes, DocumentationOperations.ListVersions, ListAsync);
        dispatcher.Map(routes, DocumentationOperations.GetVersion, GetAsync);
        dispatcher.Map(routes, DocumentationOperations.UpdateVersion, UpdateAsync);
        dispatcher.Map(routes, DocumentationOperations.DeleteVersion, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createDocumentationVersionInput").ConfigureAwait(false);
        var version = new DocumentationVersion
        {
            Version = DocumentationRules.ValidateVersion(body.RequiredText("documentationVersion")),
            CreatedDate = request.Now,
            Description = Descriptions.Validate(body.Text("description")),
        };
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var stage = body.Text("stageName") is { Length: > 0 } name ? await writer.RequireAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false) : null;
        var all = await parts.ListAsync(request.ApiId, null, null, request.Cancelled).ConfigureAwait(false);
        if (!await versions.CreateAsync(request.ApiId, version, all.Items, CancellationToken.None).ConfigureAwait(false))
        {
            // A repeated creation takes the version of its first attempt and goes on to the stage.
            var made = request.IsRepeatable ? await versions.GetAsync(request.ApiId, version.Version, request.Cancelled).ConfigureAwait(false) : null;
            version = made?.Value ?? throw ApiException.Conflict("Documentation version already exists for the specified API");
        }

        if (stage is not null && stage.Value.DocumentationVersion != version.Version)
        {
            var after = StageHistory.Stamp(stage.Value, stage.Value with { DocumentationVersion = version.Version }, request.Origin);
            await writer.ReplaceAsync(stage, after).ConfigureAwait(false);
        }

        return ApiAnswer.Json(ApiAnswer.Created, version, DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await versions.ListAsync(request.ApiId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await RequireAsync(request).ConfigureAwait(false)).Value, DocumentationJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateDocumentationVersionInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = DocumentationPatches.Apply(before.Value, operations);
        return await versions.ReplaceAsync(request.ApiId, after, before.Revision, request.Cancelled).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var version = await RequireAsync(request).ConfigureAwait(false);
        var all = await stages.ListAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (all.Any(stage => stage.Value.DocumentationVersion == version.Value.Version))
        {
            throw ApiException.BadRequest("Active stages pointing to this documentation version must be moved or deleted");
        }

        return await versions.DeleteAsync(request.ApiId, version.Value.Version, version.Revision, request.Cancelled).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<Versioned<DocumentationVersion>> RequireAsync(ApiRequest request) =>
        await versions.GetAsync(request.ApiId, request.Route("doc_version"), request.Cancelled).ConfigureAwait(false)
        ?? throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);
}
