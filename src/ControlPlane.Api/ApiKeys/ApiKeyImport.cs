using System.Text;
using System.Text.Json;
using ControlPlane.Api.Requests;
using ControlPlane.Api.UsagePlans;
using ControlPlane.Api.Wire;
using ControlPlane.Domain;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Access;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.ApiKeys;

/// <summary>ImportApiKeys. Keys that cannot be created, and plans they cannot join, are warnings.</summary>
internal sealed class ApiKeyImport(ApiKeyRepository keys, ApiKeyEditor editor, UsagePlanEditor plans)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, ApiKeyOperations.Import, ImportAsync);

    private async ValueTask<ApiAnswer> ImportAsync(ApiRequest request)
    {
        if (request.Query("format") != "csv")
        {
            throw ApiException.BadRequest("Invalid format specified. Valid options are csv");
        }

        var entries = ApiKeyFile.Read(Encoding.UTF8.GetString((await request.BytesAsync().ConfigureAwait(false)).Span));
        using var turn = await editor.LockAsync(request).ConfigureAwait(false);
        var (warnings, imported) = (new List<string>(), new List<(ApiKey Key, IReadOnlyList<string> Plans)>());
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            await ReadAsync(request, entry, values, imported, warnings).ConfigureAwait(false);
        }

        if (warnings.Count > 0 && request.Flag("failonwarnings"))
        {
            throw ApiException.BadRequest($"Warnings found during import:\n\t{string.Join("\n\t", warnings)}");
        }

        await editor.CheckRoomAsync(imported.Count, request.Cancelled).ConfigureAwait(false);
        foreach (var (key, planIds) in imported)
        {
            // A repetition of the import finds the keys its first attempt has made.
            if (!(request.IsRepeatable && await keys.GetAsync(key.Id, request.Cancelled).ConfigureAwait(false) is not null))
            {
                await editor.CreateAsync(key).ConfigureAwait(false);
            }

            foreach (var planId in planIds)
            {
                await JoinAsync(request, planId, key.Id, warnings).ConfigureAwait(false);
            }
        }

        return ApiAnswer.Json(ApiAnswer.Created, (Ids: imported, Warnings: warnings), Write);
    }

    private static void Write(Utf8JsonWriter writer, (List<(ApiKey Key, IReadOnlyList<string> Plans)> Ids, List<string> Warnings) answer)
    {
        writer.WriteStartObject();
        writer.List("ids", [.. answer.Ids.Select(entry => entry.Key.Id)]);
        writer.Optional("warnings", answer.Warnings);
        writer.WriteEndObject();
    }

    private async ValueTask ReadAsync(
        ApiRequest request, ApiKeyEntry entry, HashSet<string> values, List<(ApiKey Key, IReadOnlyList<string> Plans)> imported, List<string> warnings)
    {
        try
        {
            var key = ApiKeyRules.Validate(new ApiKey
            {
                Id = request.Ids.Next(IdSource.ApiLength),
                Value = entry.Value.Length > 0 ? entry.Value : IdSource.Random.Next(ApiKeyRules.GeneratedLength),
                Name = entry.Name.Length > 0 ? entry.Name : throw ApiException.BadRequest("The name is missing"),
                Description = entry.Description,
                Enabled = entry.Enabled,
                CreatedDate = request.Now,
                LastUpdatedDate = request.Now,
            });
            var holder = await keys.FindAsync(ApiKeyRules.DigestOf(key.Value), request.Cancelled).ConfigureAwait(false);
            if (!values.Add(key.Value) || (holder is not null && holder.Id != key.Id))
            {
                throw ApiException.Conflict("API Key already exists");
            }

            var known = new List<string>();
            foreach (var planId in entry.UsagePlanIds.Distinct())
            {
                if (await plans.FindAsync(planId, request.Cancelled).ConfigureAwait(false) is not null)
                {
                    known.Add(planId);
                }
                else
                {
                    warnings.Add($"Line {entry.Line}: there is no usage plan {planId}");
                }
            }

            imported.Add((key, known));
        }
        catch (ApiException refusal)
        {
            warnings.Add($"Line {entry.Line}: {refusal.Message}");
        }
    }

    private async ValueTask JoinAsync(ApiRequest request, string planId, string keyId, List<string> warnings)
    {
        try
        {
            await plans.AddKeyAsync(request, planId, keyId).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            warnings.Add(refusal.Message);
        }
    }
}
