using System.Text.Json;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Providers;

/// <summary>An instant query of Prometheus (HTTP API: <c>/api/v1/query</c>) that gives one number. No series is no judgement.</summary>
internal sealed class PrometheusProvider(ProviderHttp http) : IAnalysisProvider
{
    public ProviderKind Kind => ProviderKind.Prometheus;

    public async Task<(VerdictOutcome Outcome, string? Message)> MeasureAsync(RolloutProvider provider, CancellationToken cancellationToken)
    {
        var address = new Uri($"{provider.Url!.TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(provider.Query!)}");
        using var document = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data)
            || !data.TryGetProperty("resultType", out var type) || !data.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("its answer is not one of Prometheus");
        }

        switch (type.GetString())
        {
            case "scalar":
                return Judge(provider, result);
            case "vector" when result.GetArrayLength() == 0:
                return (VerdictOutcome.Inconclusive, "the query has no data");
            case "vector" when result.GetArrayLength() == 1:
                return Judge(provider, result[0].GetProperty("value"));
            case "vector":
                throw new JsonException($"the query gives {result.GetArrayLength()} series; it must give one number, as with sum(...)");
            default:
                throw new JsonException($"the query gives a {type.GetString()}; it must give one number");
        }
    }

    // A sample is the time and the value, a text.
    private static (VerdictOutcome Outcome, string? Message) Judge(RolloutProvider provider, JsonElement sample) =>
        sample.ValueKind == JsonValueKind.Array && sample.GetArrayLength() == 2 && ProviderHttp.Number(sample[1]) is { } value
            ? ProviderHttp.Judge(provider, value)
            : throw new JsonException("its answer is not one of Prometheus");
}
