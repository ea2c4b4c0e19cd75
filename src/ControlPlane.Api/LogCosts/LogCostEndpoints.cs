using System.Globalization;
using ControlPlane.Api.Metrics;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Storage.Metrics;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.LogCosts;

/// <summary>Our own operation on what the logs of a stage cost.</summary>
/// <param name="writer">The stages.</param>
/// <param name="metrics">The counters.</param>
/// <param name="buffers">The gateways of this process: what they have counted is stored first, so that it is in the answer.</param>
/// <param name="options">The region, and what stages log that were told nothing else.</param>
internal sealed class LogCostEndpoints(StageWriter writer, MetricsRepository metrics, IEnumerable<IMetricsBuffer> buffers, ControlApiOptions options)
{
    private const int _maxRetentions = 10;

    // The longest that CloudWatch Logs keeps anything: ten years (AWS: PutRetentionPolicy).
    private const int _maxRetentionDays = 3653;

    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1);
    private static readonly int[] _retentions = [30, 7, 90, 365];

    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, LogCostOperations.Get, GetAsync);

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = (await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false)).Value;
        var window = MetricsWindow.Of(request);
        var terms = new LogTerms(LogPrices.Of(options.Region), Retentions(request.Query("retentionDays")));
        foreach (var buffer in buffers)
        {
            await buffer.FlushMetricsAsync().ConfigureAwait(false);
        }

        var level = EffectiveLogLevel.Of(stage, request.Now, options.StageLogLevel);
        var measure = await MeasureAsync(request, stage, window, stage.CreatedDate, level).ConfigureAwait(false);
        if (level.HasMethodsApart)
        {
            // Minutes that began after the last change of what decides the levels.
            var changed = stage.LogLevel?.ExpiresAt is { } ended && ended > stage.LastUpdatedDate ? ended : stage.LastUpdatedDate;
            var unchanged = await MeasureAsync(request, stage, window, MetricsWindow.StartOf(changed).AddMinutes(1), level).ConfigureAwait(false);
            measure = measure with { Unchanged = unchanged.Measured > TimeSpan.Zero ? unchanged : null };
        }

        // A stage that was made this second may have logged already.
        measure = measure with { Measured = measure.Measured < _shortest ? _shortest : measure.Measured };
        var report = LogCostReport.Of(measure, terms, options.Region);
        return ApiAnswer.Json(ApiAnswer.Ok, report, (json, shown) => LogCostJson.Write(json, window, shown));
    }

    private async ValueTask<LogMeasure> MeasureAsync(ApiRequest request, Stage stage, MetricsWindow window, DateTimeOffset since, EffectiveLogLevel level)
    {
        var (from, to) = (since > window.From ? since : window.From, window.To < request.Now ? window.To : request.Now);
        return new LogMeasure(
            await ReadAsync(request, stage, window, from, isCanary: false).ConfigureAwait(false),
            await ReadAsync(request, stage, window, from, isCanary: true).ConfigureAwait(false),
            to > from ? to - from : TimeSpan.Zero,
            level);
    }

    private async ValueTask<LogVolume> ReadAsync(ApiRequest request, Stage stage, MetricsWindow window, DateTimeOffset from, bool isCanary)
    {
        var volume = new LogVolume();
        var first = MetricsWindow.StartOf(from);
        if (first > window.Last)
        {
            return volume;
        }

        foreach (var minute in await metrics.ReadAsync(stage.RestApiId, stage.StageName, isCanary, first, window.Last, request.Cancelled).ConfigureAwait(false))
        {
            volume.Add(minute.Counts.Logs);
        }

        return volume;
    }

    private static int[] Retentions(string? text)
    {
        if (text is null)
        {
            return _retentions;
        }

        var days = new List<int>();
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (days.Count == _maxRetentions
                || !int.TryParse(piece, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number is < 1 or > _maxRetentionDays)
            {
                throw ApiException.BadRequest($"Invalid retentionDays specified. It must be up to {_maxRetentions} whole numbers from 1 to {_maxRetentionDays}");
            }

            days.Add(number);
        }

        return [.. days.Distinct()];
    }
}
