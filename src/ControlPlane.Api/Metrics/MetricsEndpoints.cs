using ControlPlane.Api.Requests;
using ControlPlane.Api.Stages;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Storage.Metrics;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Metrics;

/// <summary>Our own operation on what a stage has served.</summary>
/// <param name="writer">The stages.</param>
/// <param name="metrics">The counters.</param>
/// <param name="buffers">The gateways of this process: what they have counted is stored first, so that it is in the answer.</param>
internal sealed class MetricsEndpoints(StageWriter writer, MetricsRepository metrics, IEnumerable<IMetricsBuffer> buffers)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, MetricsOperations.Get, GetAsync);

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var stage = (await writer.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false)).Value;
        var window = MetricsWindow.Of(request);
        foreach (var buffer in buffers)
        {
            await buffer.FlushMetricsAsync().ConfigureAwait(false);
        }

        var served = await ReadAsync(request, stage, window, isCanary: false).ConfigureAwait(false);
        var canary = await ReadAsync(request, stage, window, isCanary: true).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, window, (writer, shown) =>
        {
            writer.WriteStartObject();
            writer.Time("from", shown.From);
            writer.Time("to", shown.To);
            MetricsJson.WriteVariant(writer, "base", served);
            MetricsJson.WriteVariant(writer, "canary", canary);
            writer.WriteEndObject();
        });
    }

    private ValueTask<IReadOnlyList<MinuteCounts>> ReadAsync(ApiRequest request, Stage stage, MetricsWindow window, bool isCanary)
    {
        // A stage of the same name may have been there before.
        var created = MetricsWindow.StartOf(stage.CreatedDate);
        var first = created > window.From ? created : window.From;
        return first > window.Last
            ? new([])
            : metrics.ReadAsync(stage.RestApiId, stage.StageName, isCanary, first, window.Last, request.Cancelled);
    }
}
