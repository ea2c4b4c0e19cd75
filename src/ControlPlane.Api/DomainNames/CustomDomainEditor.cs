using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Domain;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.DomainNames;

namespace ControlPlane.Api.DomainNames;

/// <summary>Reads and changes custom domains; a domain with its mappings is one item, changed by one conditional write.</summary>
internal sealed class CustomDomainEditor(CustomDomainRepository domains, WriteLocks locks, IConfigurationObserver observer)
{
    /// <summary>Reads a domain.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public async ValueTask<Versioned<CustomDomain>> RequireAsync(string name, CancellationToken cancellationToken) =>
        await domains.GetAsync(name.ToLowerInvariant(), cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("Invalid domain name identifier specified");

    /// <summary>Checks that no base path leads to an API.</summary>
    /// <exception cref="ApiException">400: one does.</exception>
    public async ValueTask RequireUnmappedAsync(string apiId, CancellationToken cancellationToken)
    {
        var all = await domains.ListAsync(null, null, cancellationToken).ConfigureAwait(false);
        if (all.Items.Any(domain => domain.Mappings.Values.Any(mapping => mapping.RestApiId == apiId)))
        {
            throw ApiException.BadRequest("Please remove all base path mappings related to the API in your account before deleting the API.");
        }
    }

    /// <summary>Changes a domain.</summary>
    /// <exception cref="ApiException">404: there is none; 409: another process changed it meanwhile.</exception>
    public async ValueTask<CustomDomain> EditAsync(ApiRequest request, string name, Func<CustomDomain, CustomDomain> edit)
    {
        using var turn = await locks.Account.AcquireAsync($"domain {name}", request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(name, request.Cancelled).ConfigureAwait(false);
        var after = edit(before.Value);
        if (!ReferenceEquals(after, before.Value))
        {
            if (await domains.ReplaceAsync(after, before.Revision, CancellationToken.None).ConfigureAwait(false) is null)
            {
                throw ApiException.ConcurrentModification();
            }

            observer.DomainChanged(name);
        }

        return after;
    }

    /// <summary>Changes a domain's tags.</summary>
    /// <returns>The tags after.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> EditTagsAsync(
        ApiRequest request,
        string name,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> edit)
    {
        var domain = await EditAsync(request, name, before =>
        {
            var tags = edit(before.Tags);
            return ReferenceEquals(tags, before.Tags) ? before : before with { Tags = tags };
        }).ConfigureAwait(false);
        return domain.Tags;
    }
}
