using System.Globalization;
using System.Text.Json;
using ControlPlane.Domain.Rollouts;

namespace ControlPlane.Rollouts.Providers;

/// <summary>A number in the JSON answer of any address, found by a path like <c>$.data.items[0].value</c>. A null there is no judgement.</summary>
internal sealed class HttpValueProvider(ProviderHttp http) : IAnalysisProvider
{
    private const string _defaultPath = "$.value";

    public ProviderKind Kind => ProviderKind.Http;

    public async Task<(VerdictOutcome Outcome, string? Message)> MeasureAsync(RolloutProvider provider, CancellationToken cancellationToken)
    {
        var path = provider.ValuePath ?? _defaultPath;
        using var document = await http.GetAsync(new Uri(provider.Url!), cancellationToken).ConfigureAwait(false);
        return Find(document.RootElement, path) switch
        {
            null => throw new JsonException($"its answer has nothing at {path}"),
            { ValueKind: JsonValueKind.Null } => (VerdictOutcome.Inconclusive, "null"),
            { } found => ProviderHttp.Judge(provider, ProviderHttp.Number(found) ?? throw new JsonException($"what its answer has at {path} is no number")),
        };
    }

    /// <summary>What a path of names and indexes leads to, or null.</summary>
    internal static JsonElement? Find(JsonElement value, string path)
    {
        foreach (var segment in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "$")
            {
                continue;
            }

            if (segment.StartsWith('[') && segment.EndsWith(']'))
            {
                if (value.ValueKind != JsonValueKind.Array
                    || !int.TryParse(segment.AsSpan(1, segment.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    || index >= value.GetArrayLength())
                {
                    return null;
                }

                value = value[index];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(segment, out value))
            {
                return null;
            }
        }

        return value;
    }
}
