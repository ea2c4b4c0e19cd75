using System.Globalization;
using System.Text.Json;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Lambda.Connections;

namespace ControlPlane.Rollouts.Providers;

/// <summary>Numbers over HTTP. The addresses come from operators; redirects are not followed.</summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int _maxAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _http = new(PlainConnections.NewHandler(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)))
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = _maxAnswer,
    };

    /// <summary>Gets a JSON document.</summary>
    /// <exception cref="HttpRequestException">The address cannot be reached, or answers an error.</exception>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public async Task<JsonDocument> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(answer)
            : throw new HttpRequestException($"it answered {(int)response.StatusCode}");
    }

    /// <summary>Judges a number by the provider's condition; what is no number is no judgement.</summary>
    public static (VerdictOutcome Outcome, string? Message) Judge(RolloutProvider provider, double value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return double.IsNaN(value) ? (VerdictOutcome.Inconclusive, text)
            : provider.SuccessWhen!.Holds(value) ? (VerdictOutcome.Successful, text)
            : (VerdictOutcome.Failed, string.Create(CultureInfo.InvariantCulture, $"{text} is not {Domain.Wire.WireNames.Of(provider.SuccessWhen.Operator)} {provider.SuccessWhen.Threshold}"));
    }

    /// <summary>Reads a number, or a text that is one.</summary>
    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => Parse(value.GetString()!),
        _ => null,
    };

    public void Dispose() => _http.Dispose();

    // Prometheus writes +Inf and -Inf.
    private static double? Parse(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
