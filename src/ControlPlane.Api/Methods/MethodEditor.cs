using ControlPlane.Api.Authorizers;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Domain;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Resources;

namespace ControlPlane.Api.Methods;

/// <summary>Reads and changes one method of a resource: all methods of a resource are one item, changed by one conditional write.</summary>
internal sealed class MethodEditor(
    ResourceRepository resources,
    AuthorizerReferences authorizers,
    PayloadReferences payloads,
    ApiLookup lookup,
    WriteLocks locks)
{
    private const string _unknownResource = "Invalid Resource identifier specified";

    /// <summary>The 404 of a verb that a resource does not have.</summary>
    public static ApiException UnknownMethod() => ApiException.NotFound("Invalid Method identifier specified");

    /// <summary>Reads the method that a request's path names.</summary>
    /// <exception cref="ApiException">404: the API, the resource or the method is not there.</exception>
    public async ValueTask<Method> RequireAsync(ApiRequest request)
    {
        var methods = await ReadAsync(request).ConfigureAwait(false);
        return methods.Value.GetValueOrDefault(VerbOf(request)) ?? throw UnknownMethod();
    }

    /// <summary>Reads the resource that a request's path names, with the one method that serves the path's verb: its own, or ANY.</summary>
    /// <exception cref="ApiException">404: the API, the resource or the method is not there.</exception>
    public async ValueTask<Resource> RequireServingAsync(ApiRequest request)
    {
        var tree = await RequireTreeAsync(request).ConfigureAwait(false);
        var methods = await resources.GetMethodsAsync(request.ApiId, request.Route("resource_id"), request.Cancelled).ConfigureAwait(false);
        var method = methods.Value.GetValueOrDefault(VerbOf(request)) ?? methods.Value.GetValueOrDefault(MethodRules.AnyVerb) ?? throw UnknownMethod();
        return tree.Describe(request.Route("resource_id"), Maps.Empty<Method>().With(method.HttpMethod, method));
    }

    /// <summary>Changes the method that a request's path names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="edit">Gets the method, makes the changed one.</param>
    /// <returns>The changed method.</returns>
    /// <exception cref="ApiException">404 as <see cref="RequireAsync"/>; 409: another process changed the resource meanwhile.</exception>
    public async ValueTask<Method> EditAsync(ApiRequest request, Func<Method, Method> edit) =>
        (await ReplaceAsync(request, method => edit(method ?? throw UnknownMethod())).ConfigureAwait(false))!;

    /// <summary>Creates, changes or removes the method that a request's path names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="edit">Gets the method or null, makes the new one or null for none.</param>
    /// <returns>What <paramref name="edit"/> made.</returns>
    /// <exception cref="ApiException">400 or 404: an authorizer, a model or a validator that it names is not there; 404 and 409 as <see cref="EditAsync"/>.</exception>
    public async ValueTask<Method?> ReplaceAsync(ApiRequest request, Func<Method?, Method?> edit)
    {
        var verb = VerbOf(request);
        using var turn = await locks.Resources.AcquireAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        var before = await ReadAsync(request).ConfigureAwait(false);
        var existing = before.Value.GetValueOrDefault(verb);
        var method = edit(existing);
        if (method is not null && !ReferenceEquals(method, existing))
        {
            await authorizers.RequireAsync(request.ApiId, method, request.Cancelled).ConfigureAwait(false);
            await payloads.RequireAsync(request.ApiId, existing, method, request.Cancelled).ConfigureAwait(false);
        }

        var after = method is null ? before.Value.Without(verb) : before.Value.With(verb, method);
        var revision = await resources.ReplaceMethodsAsync(request.ApiId, request.Route("resource_id"), after, before.Revision, request.Cancelled).ConfigureAwait(false);
        return revision is null ? throw ApiException.ConcurrentModification() : method;
    }

    private static string VerbOf(ApiRequest request) => request.Route("http_method");

    private async ValueTask<Versioned<IReadOnlyDictionary<string, Method>>> ReadAsync(ApiRequest request)
    {
        await RequireTreeAsync(request).ConfigureAwait(false);
        return await resources.GetMethodsAsync(request.ApiId, request.Route("resource_id"), request.Cancelled).ConfigureAwait(false);
    }

    private async ValueTask<ResourceTree> RequireTreeAsync(ApiRequest request)
    {
        var tree = await resources.GetTreeAsync(request.ApiId, request.Cancelled).ConfigureAwait(false);
        return tree?.Value.Contains(request.Route("resource_id")) == true
            ? tree.Value
            : throw await lookup.MissingBelowAsync(request.ApiId, _unknownResource, request.Cancelled).ConfigureAwait(false);
    }
}
