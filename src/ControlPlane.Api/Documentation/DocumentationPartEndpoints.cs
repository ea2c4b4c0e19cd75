using ControlPlane.Api.Concurrency;
using ControlPlane.Api.OpenApi.Import;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Documentation;

/// <summary>CreateDocumentationPart, GetDocumentationPart, GetDocumentationParts, UpdateDocumentationPart, DeleteDocumentationPart, ImportDocumentationParts.</summary>
internal sealed class DocumentationPartEndpoints(PartRepository<DocumentationPart> parts, DraftRepository drafts, ApiLookup lookup, WriteLocks locks)
{
    private const string _unknown = "Invalid Documentation part identifier specified";

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, DocumentationOperations.CreatePart, CreateAsync);
        dispatcher.Map(routes, DocumentationOperations.ListParts, ListAsync);
        dispatcher.Map(routes, DocumentationOperations.ImportParts, ImportAsync);
        dispatcher.Map(routes, DocumentationOperations.GetPart, GetAsync);
        dispatcher.Map(routes, DocumentationOperations.UpdatePart, UpdateAsync);
        dispatcher.Map(routes, DocumentationOperations.DeletePart, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createDocumentationPartInput").ConfigureAwait(false);
        var location = body.Object("location") ?? throw Violation.Missing("createDocumentationPartInput.location").ToException();
        var part = new DocumentationPart
        {
            Id = request.Ids.Next(IdSource.PartLength),
            Location = DocumentationRules.Normalize(new DocumentationPartLocation
            {
                Type = location.RequiredMember<DocumentationPartType>("type"),
                Path = location.Text("path"),
                Method = location.Text("method"),
                StatusCode = location.Text("statusCode"),
                Name = location.Text("name"),
            }),
            Properties = DocumentationRules.ValidateProperties(body.RequiredText("properties")),
        };
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var all = await AllAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (request.IsRepeatable && all.FirstOrDefault(each => each.Id == part.Id) is { } made)
        {
            return ApiAnswer.Json(ApiAnswer.Created, made, DocumentationJson.Write);
        }

        if (all.Any(each => each.Location == part.Location))
        {
            throw DocumentationRules.LocationTaken();
        }

        if (all.Count >= DocumentationRules.MaxParts)
        {
            throw DocumentationRules.TooManyParts();
        }

        if (!await parts.CreateAsync(request.ApiId, part, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        await YieldAsync(request.ApiId, part).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Created, part, DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        DocumentationPartType? type = request.Query("type") is { } name ? WireNames.Parse<DocumentationPartType>(name, "getDocumentationPartsInput.type") : null;
        var status = request.Query("locationStatus");
        if (status is not (null or "DOCUMENTED" or "UNDOCUMENTED"))
        {
            throw Violation.NotInEnum(status, "getDocumentationPartsInput.locationStatus", ["DOCUMENTED", "UNDOCUMENTED"]).ToException();
        }

        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (status == "UNDOCUMENTED")
        {
            var draft = await drafts.GetAsync(request.ApiId, request.Cancelled).ConfigureAwait(false) ?? throw ApiException.ConcurrentModification();
            return Page(request, DocumentableLocations.WithoutPart(draft.Draft), location => location, location => location.ToString(), DocumentationJson.Write);
        }

        return Page(request, await AllAsync(request.ApiId, request.Cancelled).ConfigureAwait(false), part => part.Location, part => part.Id, DocumentationJson.Write);

        ApiAnswer Page<T>(ApiRequest request, IEnumerable<T> all, Func<T, DocumentationPartLocation> locationOf, Func<T, string> keyOf, Action<System.Text.Json.Utf8JsonWriter, T> write)
        {
            var position = PagePosition.Decode(request.Position);
            var rest = all
                .Where(each => (type is null || locationOf(each).Type == type)
                    && (request.Query("name") is not { } wanted || locationOf(each).Name == wanted)
                    && (request.Query("path") is not { } path || locationOf(each).Path == path)
                    && (position is null || string.CompareOrdinal(keyOf(each), position) > 0))
                .OrderBy(keyOf, StringComparer.Ordinal)
                .ToList();
            var page = rest.Take(request.Limit).ToList();
            return ApiAnswer.List(page, page.Count < rest.Count ? PagePosition.Encode(keyOf(page[^1])) : null, write);
        }
    }

    private async ValueTask<ApiAnswer> ImportAsync(ApiRequest request)
    {
        var replaces = request.Query("mode") switch
        {
            null or "merge" => false,
            "overwrite" => true,
            var other => throw Violation.NotInEnum(other, "importDocumentationPartsInput.mode", ["merge", "overwrite"]).ToException(),
        };
        var problems = new ImportProblems();
        var bytes = await request.BytesAsync().ConfigureAwait(false);
        var imported = DocumentationReader.Read(DefinitionReader.Open(bytes, problems));
        problems.ThrowIfAny(ImportOptions.ReadsTrue(request));
        if (imported is null)
        {
            throw ApiException.BadRequest("Unable to build importer with provided input.");
        }

        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var all = await AllAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var known = all.DistinctBy(part => part.Location).ToDictionary(part => part.Location, part => part.Id);
        var taken = all.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
        var puts = imported.Select(part => part with { Id = known.GetValueOrDefault(part.Location) ?? NewId(request, taken) }).ToList();
        var kept = puts.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
        var others = all.Where(part => !kept.Contains(part.Id)).Select(part => part.Id).ToList();
        if (puts.Count + (replaces ? 0 : others.Count) > DocumentationRules.MaxParts)
        {
            throw DocumentationRules.TooManyParts();
        }

        await parts.PutAllAsync(request.ApiId, puts, CancellationToken.None).ConfigureAwait(false);
        if (replaces)
        {
            await parts.DeleteAllAsync(request.ApiId, others, CancellationToken.None).ConfigureAwait(false);
        }

        return ApiAnswer.Json<(IReadOnlyList<string>, IReadOnlyList<string>)>(ApiAnswer.Ok, ([.. puts.Select(part => part.Id)], problems.Warnings), DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await RequireAsync(request).ConfigureAwait(false)).Value, DocumentationJson.Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateDocumentationPartInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = DocumentationPatches.Apply(before.Value, operations);
        return await parts.ReplaceAsync(request.ApiId, after, before.Revision, request.Cancelled).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, DocumentationJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var part = await RequireAsync(request).ConfigureAwait(false);
        return await parts.DeleteAsync(request.ApiId, part.Value.Id, part.Revision, request.Cancelled).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    // Of two processes that document one place at a time both see both parts after their writes; the one with the later id gives way.
    private async ValueTask YieldAsync(string apiId, DocumentationPart part)
    {
        var all = await AllAsync(apiId, CancellationToken.None).ConfigureAwait(false);
        if (all.Any(each => each.Location == part.Location && string.CompareOrdinal(each.Id, part.Id) < 0))
        {
            await parts.DeleteAllAsync(apiId, [part.Id], CancellationToken.None).ConfigureAwait(false);
            throw DocumentationRules.LocationTaken();
        }
    }

    private async ValueTask<IReadOnlyList<DocumentationPart>> AllAsync(string apiId, CancellationToken cancellationToken) =>
        (await parts.ListAsync(apiId, null, null, cancellationToken).ConfigureAwait(false)).Items;

    private async ValueTask<Versioned<DocumentationPart>> RequireAsync(ApiRequest request) =>
        await parts.GetAsync(request.ApiId, request.Route("part_id"), request.Cancelled).ConfigureAwait(false)
        ?? throw await lookup.MissingBelowAsync(request.ApiId, _unknown, request.Cancelled).ConfigureAwait(false);

    private static string NewId(ApiRequest request, HashSet<string> taken)
    {
        string id;
        do
        {
            id = request.Ids.Next(IdSource.PartLength);
        }
        while (!taken.Add(id));
        return id;
    }
}
