using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Methods;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Models;
using ControlPlane.Storage.Parts;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Models;

/// <summary>CreateModel, GetModel, GetModels, UpdateModel, DeleteModel, GetModelTemplate.</summary>
internal sealed class ModelEndpoints(PartRepository<Model> models, PayloadReferences references, ApiLookup lookup, WriteLocks locks)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, ModelOperations.Create, CreateAsync);
        dispatcher.Map(routes, ModelOperations.List, ListAsync);
        dispatcher.Map(routes, ModelOperations.Get, GetAsync);
        dispatcher.Map(routes, ModelOperations.Update, UpdateAsync);
        dispatcher.Map(routes, ModelOperations.Delete, DeleteAsync);
        dispatcher.Map(routes, ModelOperations.Template, TemplateAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createModelInput").ConfigureAwait(false);
        var model = ModelRules.Validate(new Model
        {
            Id = request.Ids.Next(IdSource.PartLength),
            Name = body.RequiredText("name"),
            Description = body.Text("description"),
            ContentType = body.RequiredText("contentType"),
            Schema = body.Text("schema"),
        });
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var all = await AllAsync(request).ConfigureAwait(false);
        if (all.TryGetValue(model.Name, out var existing))
        {
            return request.IsRepeatable && existing.Id == model.Id
                ? ApiAnswer.Json(ApiAnswer.Created, existing, ModelJson.Write)
                : throw Exists();
        }

        ModelRules.ValidateReferences(model, all.ContainsKey);
        if (all.Count >= ModelRules.MaxPerApi)
        {
            throw ApiException.LimitExceeded("Maximum number of models for this API has been reached. Please contact AWS if you need additional models for your API.");
        }

        return await models.CreateAsync(request.ApiId, model, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Json(ApiAnswer.Created, model, ModelJson.Write)
            : throw Exists();
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var page = await models.ListAsync(request.ApiId, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, ModelJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var model = (await RequireAsync(request).ConfigureAwait(false)).Value;
        var flatten = string.Equals(request.Query("flatten"), "true", StringComparison.OrdinalIgnoreCase);
        return ApiAnswer.Json(ApiAnswer.Ok, flatten ? await FlattenAsync(request, model).ConfigureAwait(false) : model, ModelJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateModelInput").ConfigureAwait(false)).PatchOperations();
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(request).ConfigureAwait(false);
        var after = ModelPatches.Apply(before.Value, operations);
        var all = await AllAsync(request).ConfigureAwait(false);
        ModelRules.ValidateReferences(after, all.ContainsKey);
        return await models.ReplaceAsync(request.ApiId, after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null
            ? throw ApiException.ConcurrentModification()
            : ApiAnswer.Json(ApiAnswer.Ok, after, ModelJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var model = await RequireAsync(request).ConfigureAwait(false);
        var name = model.Value.Name;
        await references.RequireUnusedAsync(request.ApiId, model.Value, request.Cancelled).ConfigureAwait(false);
        var all = await AllAsync(request).ConfigureAwait(false);
        if (all.Values.FirstOrDefault(other => other.Name != name && ModelRules.References(other).Contains(name)) is { } referrer)
        {
            throw ApiException.Conflict($"Cannot delete model '{name}', is referenced in model: {referrer.Name}");
        }

        return await models.DeleteAsync(request.ApiId, name, model.Revision, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<ApiAnswer> TemplateAsync(ApiRequest request)
    {
        var model = (await RequireAsync(request).ConfigureAwait(false)).Value;
        if (!ModelRules.DescribesJson(model))
        {
            throw ApiException.BadRequest($"Cannot generate a template for content type {model.ContentType}");
        }

        var flat = await FlattenAsync(request, model).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, ModelTemplate.Of(flat.Schema), ModelJson.WriteTemplate);
    }

    private async ValueTask<Model> FlattenAsync(ApiRequest request, Model model)
    {
        var all = await AllAsync(request).ConfigureAwait(false);
        return model with { Schema = FlatSchema.Of(model, name => all.GetValueOrDefault(name)) };
    }

    private async ValueTask<Versioned<Model>> RequireAsync(ApiRequest request)
    {
        await lookup.RequireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var name = request.Route("model_name");
        return await models.GetAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false) ?? throw ModelRules.Unknown(name);
    }

    private async ValueTask<Dictionary<string, Model>> AllAsync(ApiRequest request)
    {
        var all = await models.ListAsync(request.ApiId, null, null, request.Cancelled).ConfigureAwait(false);
        return all.Items.ToDictionary(model => model.Name, StringComparer.Ordinal);
    }

    private static ApiException Exists() => ApiException.Conflict("Model name already exists for this REST API");
}
