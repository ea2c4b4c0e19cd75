using System.Globalization;
using System.Text.Json;
using ControlPlane.Api.ApiKeys;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Storage.Access;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.UsagePlans;

/// <summary>GetUsage, UpdateUsage.</summary>
internal sealed class UsageEndpoints(UsagePlanEditor editor, ApiKeyEditor keys, UsageRepository usage)
{
    private const string _dateFormat = "yyyy-MM-dd";

    private static readonly PatchTable<long?> _table = new PatchTable<long?>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/remaining", (_, edit) => edit.Whole(0, int.MaxValue));

    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, UsageOperations.Get, GetAsync);
        dispatcher.Map(routes, UsageOperations.Update, UpdateAsync);
    }

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var plan = (await editor.RequireAsync(request.Route("usageplanId"), request.Cancelled).ConfigureAwait(false)).Value;
        var (first, last) = (Date(request, "startDate"), Date(request, "endDate"));
        if (last < first || last.DayNumber - first.DayNumber >= UsageRepository.KeptDays)
        {
            throw ApiException.BadRequest($"Invalid date range specified. It must end after it starts and have at most {UsageRepository.KeptDays} days");
        }

        var values = new Dictionary<string, List<(long Used, long Left)>>(StringComparer.Ordinal);
        string? position = null;
        if (request.Query("keyId") is { } keyId)
        {
            await editor.RequireKeyAsync(plan.Id, keyId, request.Cancelled).ConfigureAwait(false);
            values[keyId] = await DaysAsync(plan, keyId, first, last, request.Cancelled).ConfigureAwait(false);
        }
        else
        {
            var page = await editor.ListKeysAsync(plan.Id, request.Limit, request.Position, request.Cancelled).ConfigureAwait(false);
            position = page.Position;
            foreach (var key in page.Items)
            {
                values[key.Id] = await DaysAsync(plan, key.Id, first, last, request.Cancelled).ConfigureAwait(false);
            }
        }

        return Answer(plan, first, last, values, position);
    }

    private async ValueTask<ApiAnswer> UpdateAsync(ApiRequest request)
    {
        var operations = (await request.BodyAsync("updateUsageInput").ConfigureAwait(false)).PatchOperations();
        var remaining = _table.Apply(null, operations);
        using var turn = await keys.LockAsync(request).ConfigureAwait(false);
        var plan = (await editor.RequireAsync(request.Route("usageplanId"), request.Cancelled).ConfigureAwait(false)).Value;
        var key = await editor.RequireKeyAsync(plan.Id, request.Route("keyId"), request.Cancelled).ConfigureAwait(false);
        if (plan.Quota is not { } quota)
        {
            throw ApiException.BadRequest($"Usage Plan {plan.Id} has no quota");
        }

        var today = DateOnly.FromDateTime(request.Now.UtcDateTime);
        if (remaining is { } wanted)
        {
            var (start, end) = quota.PeriodOf(today);
            var days = await usage.ReadAsync(plan.Id, key.Id, start, end, request.Cancelled).ConfigureAwait(false);
            var left = quota.Limit + days.Sum(day => day.Granted - day.Used);
            await usage.AddAsync(plan.Id, key.Id, new DailyUsage(today, 0, wanted - left), CancellationToken.None).ConfigureAwait(false);
            await keys.TellAsync().ConfigureAwait(false);
        }

        var values = new Dictionary<string, List<(long Used, long Left)>> { [key.Id] = await DaysAsync(plan, key.Id, today, today, request.Cancelled).ConfigureAwait(false) };
        return Answer(plan, today, today, values, null);
    }

    private static DateOnly Date(ApiRequest request, string name) =>
        DateOnly.TryParseExact(request.Query(name), _dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw ApiException.BadRequest($"Invalid {name} specified. Dates must have the format YYYY-MM-DD");

    private static ApiAnswer Answer(
        UsagePlan plan, DateOnly first, DateOnly last, Dictionary<string, List<(long Used, long Left)>> values, string? position) => ApiAnswer.Json(
        ApiAnswer.Ok,
        values,
        (writer, byKey) =>
        {
            writer.WriteStartObject();
            writer.WriteString("usagePlanId", plan.Id);
            writer.WriteString("startDate", first.ToString(_dateFormat, CultureInfo.InvariantCulture));
            writer.WriteString("endDate", last.ToString(_dateFormat, CultureInfo.InvariantCulture));
            writer.Optional("position", position);
            writer.WriteStartObject("values");
            foreach (var (keyId, days) in byKey)
            {
                writer.WriteStartArray(keyId);
                days.ForEach(day => Write(writer, day));
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, (long Used, long Left) day)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(day.Used);
        writer.WriteNumberValue(day.Left);
        writer.WriteEndArray();
    }

    /// <summary>For each day what was used of it, and what was left of its period at its end; without a quota nothing is.</summary>
    private async ValueTask<List<(long Used, long Left)>> DaysAsync(UsagePlan plan, string keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var start = plan.Quota?.PeriodOf(first).First ?? first;
        var counted = (await usage.ReadAsync(plan.Id, keyId, start, last, cancellationToken).ConfigureAwait(false)).ToDictionary(day => day.Day);
        var days = new List<(long Used, long Left)>();
        var (period, left) = (DateOnly.MinValue, 0L);
        for (var day = start; day <= last; day = day.AddDays(1))
        {
            if (plan.Quota is { } quota && quota.PeriodOf(day).First != period)
            {
                (period, left) = (quota.PeriodOf(day).First, quota.Limit);
            }

            var counts = counted.GetValueOrDefault(day);
            left += counts.Granted - counts.Used;
            if (day >= first)
            {
                days.Add((counts.Used, plan.Quota is null ? 0 : Math.Max(0, left)));
            }
        }

        return days;
    }
}
