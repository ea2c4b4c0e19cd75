using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Lambda.Connections;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Lambda.Functions;

/// <summary>Versions and aliases over HTTP.</summary>
internal sealed class LambdaFunctions(LambdaConnection connection, Retries retries) : ILambdaFunctions
{
    private const int NotFound = 404;
    private const int PreconditionFailed = 412;

    public Uri? Address => connection.IsAws ? null : connection.Address;

    public async ValueTask<FunctionPolicy> GetPolicyAsync(string function, string? qualifier, CancellationToken cancellationToken)
    {
        var (answer, _) = await SendAsync(Repetition.Always, HttpMethod.Get, $"{Escape(function)}/policy{Query(qualifier)}", null, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == NotFound)
        {
            answer.Dispose();
            return FunctionPolicy.None;
        }

        try
        {
            return FunctionPolicy.Parse(Read(answer, FunctionsJson.Default.PolicyDocument).Policy);
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The Lambda service's answer holds no policy.", exception);
        }
    }

    public async ValueTask CheckInvocationAsync(string function, string? qualifier, CancellationToken cancellationToken)
    {
        var (answer, _) = await retries.RunAsync(
            Repetition.Always,
            token => connection.SendAsync(HttpMethod.Post, $"{Escape(function)}/invocations{Query(qualifier)}", default(ReadOnlyMemory<byte>), InvocationType.DryRun, token),
            cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            ThrowIfRefused(answer);
        }
    }

    public async ValueTask<FunctionConfiguration> GetFunctionConfigurationAsync(string function, string? qualifier, CancellationToken cancellationToken)
    {
        var (answer, _) = await SendAsync(Repetition.Always, HttpMethod.Get, $"{Escape(function)}/configuration{Query(qualifier)}", null, cancellationToken).ConfigureAwait(false);
        return Read(answer, FunctionsJson.Default.FunctionConfiguration);
    }

    public async ValueTask<FunctionConfiguration> PublishVersionAsync(string function, PublishVersionRequest? request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request ?? new PublishVersionRequest(), FunctionsJson.Default.PublishVersionRequest);
        var (answer, _) = await SendAsync(Repetition.WhenUndone, HttpMethod.Post, $"{Escape(function)}/versions", body, cancellationToken).ConfigureAwait(false);
        return Read(answer, FunctionsJson.Default.FunctionConfiguration);
    }

    public async ValueTask<AliasConfiguration> GetAliasAsync(string function, string name, CancellationToken cancellationToken)
    {
        var (answer, _) = await SendAsync(Repetition.Always, HttpMethod.Get, PathOf(function, name), null, cancellationToken).ConfigureAwait(false);
        return Read(answer, FunctionsJson.Default.AliasConfiguration);
    }

    public async ValueTask<AliasConfiguration> CreateAliasAsync(string function, CreateAliasRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, FunctionsJson.Default.CreateAliasRequest);
        var (answer, _) = await SendAsync(Repetition.WhenUndone, HttpMethod.Post, $"{Escape(function)}/aliases", body, cancellationToken).ConfigureAwait(false);
        return Read(answer, FunctionsJson.Default.AliasConfiguration);
    }

    public async ValueTask<AliasConfiguration> UpdateAliasAsync(string function, string name, UpdateAliasRequest request, CancellationToken cancellationToken)
    {
        // Without a revision a repetition could undo what somebody else changed in between.
        var repetition = request.RevisionId is null ? Repetition.WhenUndone : Repetition.Always;
        var body = JsonSerializer.SerializeToUtf8Bytes(request, FunctionsJson.Default.UpdateAliasRequest);
        var (answer, sent) = await SendAsync(repetition, HttpMethod.Put, PathOf(function, name), body, cancellationToken).ConfigureAwait(false);
        if (sent > 1 && answer.StatusCode == PreconditionFailed)
        {
            // Perhaps an attempt before this one got through and only its answer was lost.
            var now = await GetAliasAsync(function, name, cancellationToken).ConfigureAwait(false);
            if (Has(now, request))
            {
                answer.Dispose();
                return now;
            }
        }

        return Read(answer, FunctionsJson.Default.AliasConfiguration);
    }

    private static string PathOf(string function, string alias) => $"{Escape(function)}/aliases/{Escape(alias)}";

    private static string Query(string? qualifier) => qualifier is null ? "" : $"?Qualifier={Uri.EscapeDataString(qualifier)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static bool Has(AliasConfiguration alias, UpdateAliasRequest wanted) =>
        (wanted.FunctionVersion is null || wanted.FunctionVersion == alias.FunctionVersion)
        && (wanted.Description is null || wanted.Description == alias.Description)
        && (wanted.RoutingConfig is null || HasWeights(alias.RoutingConfig?.AdditionalVersionWeights, wanted.RoutingConfig.AdditionalVersionWeights));

    private static bool HasWeights(IReadOnlyDictionary<string, double>? weights, IReadOnlyDictionary<string, double> wanted) =>
        (weights?.Count ?? 0) == wanted.Count && wanted.All(each => weights!.TryGetValue(each.Key, out var weight) && weight.Equals(each.Value));

    private static T Read<T>(Invocation answer, JsonTypeInfo<T> type)
    {
        using (answer)
        {
            ThrowIfRefused(answer);
            try
            {
                return JsonSerializer.Deserialize(answer.Payload.Span, type) ?? throw new JsonException("null");
            }
            catch (JsonException exception)
            {
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "The Lambda service's answer is not the JSON of its API.", exception);
            }
        }
    }

    private static void ThrowIfRefused(Invocation answer)
    {
        if (!answer.IsAccepted)
        {
            // A type may come with its namespace or a link behind a colon.
            var error = (answer.ErrorType ?? "").Split(':')[0];
            throw new LambdaServiceException(answer.StatusCode, error, Message(answer), answer.RequestId);
        }
    }

    private static string Message(Invocation answer)
    {
        try
        {
            var error = JsonSerializer.Deserialize(answer.Payload.Span, FunctionsJson.Default.LambdaError);
            return error?.Message ?? error?.Capital ?? Unexplained();
        }
        catch (JsonException)
        {
            return Unexplained();
        }

        string Unexplained() => $"The Lambda service answered {answer.StatusCode}.";
    }

    private ValueTask<(Invocation Answer, int Sent)> SendAsync(
        Repetition repetition, HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken) =>
        retries.RunAsync(repetition, token => connection.SendAsync(method, path, body, null, token), cancellationToken);
}
