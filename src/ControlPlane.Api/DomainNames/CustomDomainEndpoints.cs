using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.DomainNames;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.DomainNames;

/// <summary>CreateDomainName, GetDomainName, GetDomainNames, UpdateDomainName, DeleteDomainName.</summary>
internal sealed class CustomDomainEndpoints(
    CustomDomainRepository domains,
    CustomDomainEditor editor,
    WriteLocks locks,
    IConfigurationObserver observer,
    ControlApiOptions options)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, CustomDomainOperations.Create, CreateAsync);
        dispatcher.Map(routes, CustomDomainOperations.List, ListAsync);
        dispatcher.Map(routes, CustomDomainOperations.Get, GetAsync);
        dispatcher.Map(routes, CustomDomainOperations.Update, UpdateAsync);
        dispatcher.Map(routes, CustomDomainOperations.Delete, DeleteAsync);
    }

    private async ValueTask<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("createDomainNameInput").ConfigureAwait(false);
        var domain = CustomDomainRules.Validate(new CustomDomain
        {
            Name = body.RequiredText("domainName").ToLowerInvariant(),
            CertificateArn = body.Text("certificateArn"),
            RegionalCertificateArn = body.Text("regionalCertificateArn"),
            SecurityPolicy = body.Text("securityPolicy") ?? "TLS_1_2",
            EndpointType = body.Object("endpointConfiguration")?.Texts("types") is [var type, ..] ? type : "EDGE",
            Tags = body.TextMap("tags"),
            CreatedDate = request.Now,
        });
        using var turn = await locks.Account.AcquireAsync("domainnames", request.Cancelled).ConfigureAwait(false);
        if (request.IsRepeatable
            && await domains.GetAsync(domain.Name, request.Cancelled).ConfigureAwait(false) is { } existing
            && ApiAnswer.IsSame(existing.Value, domain with { CreatedDate = existing.Value.CreatedDate }, CustomDomainJson.Write))
        {
            return ApiAnswer.Json(ApiAnswer.Created, existing.Value, CustomDomainJson.Write);
        }

        var all = await domains.ListAsync(null, null, request.Cancelled).ConfigureAwait(false);
        if (all.Items.Count >= options.Quotas.DomainNames)
        {
            throw ApiException.LimitExceeded("Maximum number of domain names has been reached. Please contact AWS if you need additional domain names.");
        }

        if (!await domains.CreateAsync(domain, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.Conflict("The domain name you provided already exists.");
        }

        observer.DomainChanged(domain.Name);
        return ApiAnswer.Json(ApiAnswer.Created, domain, CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var page = await domains.ListAsync(request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var domain = await editor.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, domain.Value, CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateDomainNameInput").ConfigureAwait(false)).PatchOperations();
        var domain = await editor.EditAsync(request, request.Route("domain_name"), before => CustomDomainPatches.Apply(before, operations)).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, domain, CustomDomainJson.Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        var domain = await editor.RequireAsync(request.Route("domain_name"), request.Cancelled).ConfigureAwait(false);
        if (!await domains.DeleteAsync(domain.Value.Name, domain.Revision, CancellationToken.None).ConfigureAwait(false))
        {
            throw ApiException.ConcurrentModification();
        }

        observer.DomainChanged(domain.Value.Name);
        return ApiAnswer.Accepted;
    }
}
