using System.Text.Json;
using ControlPlane.Api.Concurrency;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Wire;
using ControlPlane.Domain;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Tags;
using ControlPlane.Storage.Apis;
using ControlPlane.Storage.ClientCertificates;
using ControlPlane.Storage.Stages;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.ClientCertificates;

/// <summary>GenerateClientCertificate, GetClientCertificate, GetClientCertificates, UpdateClientCertificate, DeleteClientCertificate.</summary>
internal sealed class ClientCertificateEndpoints(
    ClientCertificateRepository certificates,
    RestApiRepository apis,
    StageRepository stages,
    WriteLocks locks,
    ControlApiOptions options)
{
    private const int _pageSize = 100;

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, ClientCertificateOperations.Generate, GenerateAsync);
        dispatcher.Map(routes, ClientCertificateOperations.List, ListAsync);
        dispatcher.Map(routes, ClientCertificateOperations.Get, GetAsync);
        dispatcher.Map(routes, ClientCertificateOperations.Update, UpdateAsync);
        dispatcher.Map(routes, ClientCertificateOperations.Delete, DeleteAsync);
    }

    /// <summary>Changes a certificate's tags.</summary>
    /// <returns>The tags after.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> EditTagsAsync(
        ApiRequest request,
        string id,
        Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> edit) =>
        (await EditAsync(request, id, certificate =>
        {
            var tags = edit(certificate.Tags);
            return ReferenceEquals(tags, certificate.Tags) ? certificate : certificate with { Tags = tags };
        }).ConfigureAwait(false)).Tags;

    private static string IdOf(ApiRequest request) => request.Route("clientcertificate_id");

    private static void Write(Utf8JsonWriter writer, ClientCertificate certificate)
    {
        writer.WriteStartObject();
        writer.WriteString("clientCertificateId", certificate.Id);
        writer.Optional("description", certificate.Description);
        writer.WriteString("pemEncodedCertificate", certificate.PemEncodedCertificate);
        writer.Time("createdDate", certificate.CreatedDate);
        writer.Time("expirationDate", certificate.ExpirationDate);
        writer.Optional("tags", certificate.Tags);
        writer.WriteEndObject();
    }

    private async ValueTask<ApiAnswer> GenerateAsync(ApiRequest request)
    {
        var body = await request.BodyAsync("generateClientCertificateInput").ConfigureAwait(false);
        var description = Descriptions.Validate(body.Text("description"));
        var tags = TagRules.Validate(body.TextMap("tags"));
        var protection = options.KeyProtection
            ?? throw ApiException.BadRequest("Client certificates are not available here: no secret is configured that their private keys could be encrypted with.");
        using var turn = await locks.Account.AcquireAsync("clientcertificates", request.Cancelled).ConfigureAwait(false);
        var id = request.Ids.Next(IdSource.PartLength);
        if (request.IsRepeatable && await certificates.GetAsync(id, request.Cancelled).ConfigureAwait(false) is { } existing)
        {
            return ApiAnswer.Json(ApiAnswer.Created, existing.Value, Write);
        }

        if ((await certificates.ListAsync(null, null, request.Cancelled).ConfigureAwait(false)).Items.Count >= options.Quotas.ClientCertificates)
        {
            throw ApiException.LimitExceeded("Maximum number of client certificates has been reached. Please contact AWS if you need additional client certificates.");
        }

        var certificate = CertificateGeneration.Generate(id, request.Now, protection) with { Description = description, Tags = tags };
        return await certificates.CreateAsync(certificate, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Json(ApiAnswer.Created, certificate, Write)
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<ApiAnswer> ListAsync(ApiRequest request)
    {
        var page = await certificates.ListAsync(request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.List(page.Items, page.Position, Write);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request) =>
        ApiAnswer.Json(ApiAnswer.Ok, (await RequireAsync(IdOf(request), request.Cancelled).ConfigureAwait(false)).Value, Write);

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateClientCertificateInput").ConfigureAwait(false)).PatchOperations();
        var after = await EditAsync(request, IdOf(request), before => ClientCertificatePatches.Apply(before, operations)).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, after, Write);
    }

    private async ValueTask<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        using var turn = await locks.Account.AcquireAsync("clientcertificates", request.Cancelled).ConfigureAwait(false);
        var certificate = await RequireAsync(IdOf(request), request.Cancelled).ConfigureAwait(false);
        if (await FindUserAsync(certificate.Value.Id, request.Cancelled).ConfigureAwait(false) is { } user)
        {
            throw ApiException.BadRequest($"Client certificate {certificate.Value.Id} is shown by the stage {user}. Please take it off the stage before deleting it.");
        }

        return await certificates.DeleteAsync(certificate.Value.Id, certificate.Revision, CancellationToken.None).ConfigureAwait(false)
            ? ApiAnswer.Accepted
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<ClientCertificate> EditAsync(ApiRequest request, string id, Func<ClientCertificate, ClientCertificate> edit)
    {
        using var turn = await locks.Account.AcquireAsync("clientcertificates", request.Cancelled).ConfigureAwait(false);
        var before = await RequireAsync(id, request.Cancelled).ConfigureAwait(false);
        var after = edit(before.Value);
        return ReferenceEquals(after, before.Value)
            || await certificates.ReplaceAsync(after, before.Revision, CancellationToken.None).ConfigureAwait(false) is not null
            ? after
            : throw ApiException.ConcurrentModification();
    }

    private async ValueTask<Versioned<ClientCertificate>> RequireAsync(string id, CancellationToken cancellationToken) =>
        await certificates.GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("Invalid Client Certificate identifier specified");

    private async ValueTask<string?> FindUserAsync(string id, CancellationToken cancellationToken)
    {
        string? position = null;
        do
        {
            var page = await apis.ListAsync(_pageSize, position, cancellationToken).ConfigureAwait(false);
            foreach (var api in page.Items)
            {
                foreach (var stage in await stages.ListAsync(api.Id, cancellationToken).ConfigureAwait(false))
                {
                    if (stage.Value.ClientCertificateId == id)
                    {
                        return $"{api.Id}/{stage.Value.StageName}";
                    }
                }
            }

            position = page.Position;
        }
        while (position is not null);
        return null;
    }
}
