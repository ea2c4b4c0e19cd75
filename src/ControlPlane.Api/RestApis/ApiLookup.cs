using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Apis;

namespace ControlPlane.Api.RestApis;

/// <summary>Finds APIs, or refuses with API Gateway's words.</summary>
internal sealed class ApiLookup(RestApiRepository apis, ControlApiOptions options)
{
    /// <summary>Reads an API.</summary>
    /// <exception cref="ApiException">404: there is none.</exception>
    public async ValueTask<Versioned<RestApi>> RequireAsync(string apiId, CancellationToken cancellationToken) =>
        await apis.GetAsync(apiId, cancellationToken).ConfigureAwait(false) ?? throw NotFound(apiId);

    /// <summary>Whether an API is there.</summary>
    public async ValueTask<bool> ExistsAsync(string apiId, CancellationToken cancellationToken) =>
        await apis.GetAsync(apiId, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The 404 of something that was not found below an API: of the API, when that is what is missing.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="message">What to say when the API is there.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async ValueTask<ApiException> MissingBelowAsync(string apiId, string message, CancellationToken cancellationToken) =>
        await apis.GetAsync(apiId, cancellationToken).ConfigureAwait(false) is null ? NotFound(apiId) : ApiException.NotFound(message);

    private ApiException NotFound(string apiId) => ApiException.NotFound($"Invalid API identifier specified {options.AccountId}:{apiId}");
}
