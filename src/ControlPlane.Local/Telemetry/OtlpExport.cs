using ControlPlane.Gateway.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ControlPlane.Local.Telemetry;

/// <summary>
/// Exports the gateway's traces and metrics over OTLP. Headers, times and batches are as the standard variables of OpenTelemetry say
/// (<c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_BSP_SCHEDULE_DELAY</c>, <c>OTEL_METRIC_EXPORT_INTERVAL</c> and so on). A collector that is not
/// there costs no request anything. Whoever does not export loads nothing of this.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OtlpExport(Uri endpoint)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("controlplane", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3));

        // What is traced is the gateway's decision.
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new AlwaysOnSampler())
            .AddSource(GatewayTelemetry.Name)
            .AddOtlpExporter(exporter => Configure(exporter, endpoint, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(GatewayTelemetry.Name)
            .AddOtlpExporter(exporter => Configure(exporter, endpoint, "v1/metrics"))
            .Build();
    }

    /// <summary>Starts to export.</summary>
    /// <param name="endpoint">The collector, without the paths of signals.</param>
    /// <returns>Disposing it exports what is left; null when there is no collector.</returns>
    public static IDisposable? Start(Uri? endpoint) => endpoint is null ? null : Create(endpoint);

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static OtlpExport Create(Uri endpoint) => new(endpoint);

    private static void Configure(OtlpExporterOptions exporter, Uri endpoint, string signal)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{signal}");
    }
}
