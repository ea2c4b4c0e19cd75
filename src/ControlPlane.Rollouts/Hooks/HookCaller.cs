using System.Text.Json;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Domain.Wire;
using ControlPlane.Lambda.Connections;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Rollouts.Control;

namespace ControlPlane.Rollouts.Hooks;

/// <summary>
/// Asks hooks, once each time: who asks again, and when, the controller decides. The addresses of hooks come from operators, who may deploy what
/// they like anyway; redirects are not followed, and of an answer only its verdict and message are kept.
/// </summary>
internal sealed class HookCaller : IDisposable
{
    private const int _maxAnswer = 256 * 1024;
    private const int _maxMessage = 500;

    private readonly Lazy<ILambdaClient> _functions;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public HookCaller(Lazy<ILambdaClient> functions, TimeProvider time)
    {
        (_functions, _time) = (functions, time);
        _http = new HttpClient(PlainConnections.NewHandler(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = _maxAnswer,
        };
    }

    /// <summary>Asks a hook.</summary>
    /// <returns>Its answer, or what kept it from giving one; null when it was given up.</returns>
    public async Task<HookAnswer?> AskAsync(RolloutHook hook, HookQuestion question, CancellationToken cancellationToken)
    {
        var seconds = hook.TimeoutSeconds ?? RolloutHook.DefaultTimeoutSeconds;
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(question, RolloutsJson.Default.HookQuestion);
            var (outcome, message) = hook.Kind == HookKind.Lambda
                ? await InvokeAsync(hook.FunctionName!, body, ending.Token).ConfigureAwait(false)
                : await PostAsync(hook.Url!, question.IdempotencyKey, body, ending.Token).ConfigureAwait(false);
            return Answer(question, outcome, message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return Answer(question, VerdictOutcome.Error, $"no answer within {seconds} s");
        }
        catch (Exception exception)
        {
            return Answer(question, VerdictOutcome.Error, exception.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads a verdict: <c>{"outcome":"successful|failed|inconclusive","message":"..."}</c>.</summary>
    internal static (VerdictOutcome Outcome, string? Message) Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("outcome", out var named) && named.ValueKind == JsonValueKind.String
                && WireNames.TryParse<VerdictOutcome>(named.GetString(), out var outcome) && outcome is not (VerdictOutcome.Running or VerdictOutcome.Error))
            {
                return (outcome, root.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString() : null);
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        return (VerdictOutcome.Error, "its answer is no verdict; it must be {\"outcome\":\"successful\"}, with failed or inconclusive for the others");
    }

    private static HookAnswer Answer(HookQuestion question, VerdictOutcome outcome, string? message) =>
        new(question.Hook, question.Step, question.Attempt, outcome, message is { Length: > _maxMessage } ? message[.._maxMessage] : message);

    private async Task<(VerdictOutcome Outcome, string? Message)> InvokeAsync(string function, byte[] body, CancellationToken cancellationToken)
    {
        using var answer = await _functions.Value.InvokeAsync(function, body, InvocationType.RequestResponse, cancellationToken).ConfigureAwait(false);
        if (!answer.IsAccepted)
        {
            return (VerdictOutcome.Error, $"the Lambda service answered {answer.StatusCode} {answer.ErrorType}".TrimEnd());
        }

        return answer.FunctionError is { } error ? (VerdictOutcome.Error, $"the function {function} failed: {error}") : Read(answer.Payload.Span);
    }

    private async Task<(VerdictOutcome Outcome, string? Message)> PostAsync(string url, string key, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? Read(answer) : (VerdictOutcome.Error, $"it answered {(int)response.StatusCode}");
    }
}
