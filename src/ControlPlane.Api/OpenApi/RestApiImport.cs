using System.Text.Json;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.OpenApi.Import;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Apis;

namespace ControlPlane.Api.OpenApi;

/// <summary>ImportRestApi and PutRestApi. Everything that can be refused is refused before the first write.</summary>
internal sealed class RestApiImport(DraftRepository drafts, RestApiCreation creation, ApiLookup lookup, WriteLocks locks, ControlApiOptions settings)
{
    /// <summary>ImportRestApi: a new API.</summary>
    public async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var options = ImportOptions.Read(request);
        var id = request.Ids.Next(IdSource.ApiLength);
        var rootId = request.Ids.Next(IdSource.ApiLength);
        var problems = new ImportProblems();
        var definition = DefinitionReader.Read(await request.BytesAsync().ConfigureAwait(false), id, options, problems);
        var blank = new ApiDraft(
            new RestApi
            {
                Id = id,
                Name = definition.Name,
                CreatedDate = request.Now,
                RootResourceId = rootId,
                EndpointConfiguration = Endpoint(options.EndpointTypes ?? definition.EndpointTypes, definition),
            },
            ResourceTree.Create(rootId),
            Maps.Empty<IReadOnlyDictionary<string, Method>>(),
            ApiParts.None,
            []);
        var draft = Build(blank, definition, replaces: true, request, options, problems);
        var api = await creation.StoreAsync(request, draft).ConfigureAwait(false);
        return Answer(ApiAnswer.Created, api, problems);
    }

    /// <summary>PutRestApi: merges a document into an API, or overwrites it. Deployments stay as they are.</summary>
    public async ValueTask<ApiAnswer> PutAsync(ApiRequest request)
    {
        var replaces = request.Query("mode") switch
        {
            null or "merge" => false,
            "overwrite" => true,
            var other => throw Violation.NotInEnum(other, "putRestApiInput.mode", ["merge", "overwrite"]).ToException(),
        };
        var options = ImportOptions.Read(request);
        var problems = new ImportProblems();
        var bytes = await request.BytesAsync().ConfigureAwait(false);
        using var api = await locks.Apis.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        using var resources = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        if (await drafts.GetAsync(request.ApiId, request.Cancelled).ConfigureAwait(false) is not { } before)
        {
            await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
            throw ApiException.ConcurrentModification();
        }

        var definition = DefinitionReader.Read(bytes, request.ApiId, options, problems);
        var draft = Build(before.Draft, definition, replaces, request, options, problems);

        // A client that goes away now does not leave half of it.
        return await drafts.ReplaceAsync(before, draft, CancellationToken.None).ConfigureAwait(false)
            ? Answer(ApiAnswer.Ok, draft.Api, problems)
            : throw ApiException.ConcurrentModification();
    }

    private ApiDraft Build(ApiDraft before, ApiDefinition definition, bool replaces, ApiRequest request, ImportOptions options, ImportProblems problems)
    {
        problems.ThrowIfAny(failOnWarnings: false);
        var draft = new DraftBuilder(before, definition, replaces, request.Ids, problems, settings.Quotas.ResourcesPerApi).Build();
        problems.ThrowIfAny(options.FailOnWarnings);
        return draft;
    }

    private static EndpointConfiguration Endpoint(IReadOnlyList<string>? types, ApiDefinition definition)
    {
        types ??= EndpointConfiguration.Default.Types;
        return new EndpointConfiguration { Types = types, IpAddressType = definition.IpAddressType ?? (types.Contains("PRIVATE") ? "dualstack" : "ipv4") };
    }

    private static ApiAnswer Answer(int status, RestApi api, ImportProblems problems) =>
        ApiAnswer.Json(status, (api, problems.Warnings), static (Utf8JsonWriter writer, (RestApi Api, IReadOnlyList<string> Warnings) value) => RestApiJson.Write(writer, value.Api, value.Warnings));
}
