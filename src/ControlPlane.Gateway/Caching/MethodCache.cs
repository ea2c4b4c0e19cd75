using System.Runtime.CompilerServices;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Caching;

/// <summary>
/// Answers the requests of a method from its stage's cache (AWS: API caching), and asks the backend when it cannot. What is kept is the
/// method response after its mappings. As in API Gateway callers share entries unless a key parameter tells them apart, and what the
/// backend says of caching does not count.
/// </summary>
/// <param name="caches">The caches of all stages.</param>
/// <param name="cached">How the method is cached.</param>
/// <param name="keys">The keys of its entries, or null when it has none.</param>
/// <param name="problem">Why nothing can be kept, when it cannot.</param>
internal sealed class MethodCache(ResponseCaches caches, CachedMethod cached, EntryKeys? keys, string problem)
{
    private const int KeyRoom = 256;
    private const string Fault = "response_cache";
    private const string Warning = "Warning";
    private const string Ignored = "199 Cache-control headers were ignored because the caller was unauthorized.";

    /// <summary>Where responses are kept, or null when there is no room for any.</summary>
    public StageResponses? Responses { get; init; }

    /// <summary>The API's policy, or null.</summary>
    public ResourcePolicy? Policy { get; init; }

    /// <summary>Milliseconds the method's backend may take, and nobody waits longer for another one's request.</summary>
    public required int TimeoutInMillis { get; init; }

    /// <summary>What tells the stage from all others.</summary>
    public required string Scope { get; init; }

    /// <summary>Whether a header is the one that says that a caller was not heard.</summary>
    public static bool IsWarning(in KeyValuePair<string, string> header) => header.Key == Warning && header.Value == Ignored;

    /// <summary>Answers a request.</summary>
    public ValueTask AnswerAsync(RequestContext request, BoundMethod method)
    {
        // A verb that was overridden may be answered without a body, or reach the backend as another.
        if (!cached.Covers(request.Verb) || request.Exchange.Method != request.Verb)
        {
            return method.Integration.InvokeAsync(request);
        }

        if (Responses is null)
        {
            caches.Faults.Report(Fault, request.Stage!, problem);
            return method.Integration.InvokeAsync(request);
        }

        return keys!.NeedsBody ? ReadAsync(request, method) : LookUpAsync(request, method);
    }

    /// <summary>Keeps a response, here and in the shared store.</summary>
    /// <param name="request">The request it was made for.</param>
    /// <param name="key">The entry.</param>
    /// <param name="status">The response's status.</param>
    /// <param name="body">Its body.</param>
    /// <returns>The response, or null when it is none to keep.</returns>
    public CachedResponse? Keep(RequestContext request, string key, int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            if (ResponseCopies.Make(request, status, body, request.UtcNow().AddSeconds(cached.Setting.CacheTtlInSeconds)) is not { } response)
            {
                return null;
            }

            KeepHere(key, response, request.Now());
            caches.Shared?.Store(Scope + key, response, cached.Setting.CacheDataEncrypted, request.Stage!);
            return response;
        }
        catch (OutOfMemoryException exception)
        {
            caches.Faults.Report(Fault, request.Stage!, $"A response cannot be cached: {exception.Message}");
            return null;
        }
    }

    private async ValueTask ReadAsync(RequestContext request, BoundMethod method)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        await LookUpAsync(request, method).ConfigureAwait(false);
    }

    private ValueTask LookUpAsync(RequestContext request, BoundMethod method)
    {
        var invalidates = CacheControl.Invalidates(request);
        if (invalidates && cached.Setting.RequireAuthorizationForCacheControl && Policy?.AllowsCacheInvalidation(request) != true)
        {
            invalidates = false;
            switch (cached.Setting.UnauthorizedCacheControlHeaderStrategy)
            {
                case UnauthorizedCacheControlHeaderStrategy.FailWith403:
                    var user = request.Caller?.Iam?.UserArn ?? "anonymous";
                    return ResponseWriter.WriteErrorAsync(
                        request, request.Refuse(AccessDenials.OfCacheControl(user, caches.Arns.Masked(request)), "The caller may not invalidate the cache."));
                case UnauthorizedCacheControlHeaderStrategy.SucceedWithResponseHeader:
                    request.Exchange.SetHeader(Warning, Ignored);
                    break;
            }
        }

        var key = new KeyText(stackalloc char[KeyRoom]);
        try
        {
            keys!.Write(request, ref key);
            return !invalidates && Responses!.Find(key.Text) is { } found && found.Suits(request)
                ? ServeAsync(request, key.Text, found)
                : MissAsync(request, method, key.Text.ToString(), invalidates);
        }
        finally
        {
            key.Dispose();
        }
    }

    private ValueTask ServeAsync(RequestContext request, ReadOnlySpan<char> key, CachedResponse found)
    {
        if (caches.Shared is { } shared && request.StartedAt >= found.RecheckAt && found.TakeRecheck(request.StartedAt, shared.NextRecheck(request.StartedAt)))
        {
            Recheck(shared, request.Stage!, key.ToString(), found);
        }

        return WriteAsync(request, found);
    }

    // Apart, lest every hit makes room for what it captures.
    private void Recheck(SharedResponses shared, StageSnapshot stage, string key, CachedResponse found)
    {
        var next = found.RecheckAt;
        shared.Recheck(Scope + key, found, cached.Setting.CacheDataEncrypted, stage, newer =>
        {
            newer.RecheckAt = next;
            Responses!.Keep(key, newer);
        });
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask MissAsync(RequestContext request, BoundMethod method, string key, bool invalidates)
    {
        if (invalidates)
        {
            await FetchAsync(request, method, key, null).ConfigureAwait(false);
            return;
        }

        var (flight, leads) = Responses!.Join(key);
        if (!leads)
        {
            if (await WaitAsync(request, flight).ConfigureAwait(false) is { } brought && brought.Suits(request))
            {
                await WriteAsync(request, brought).ConfigureAwait(false);
            }
            else
            {
                // One by one they would wait for each other; so each asks for itself.
                await FetchAsync(request, method, key, null).ConfigureAwait(false);
            }

            return;
        }

        try
        {
            // The flight before may have landed since the cache was asked.
            if (Responses.Find(key) is { } landed && landed.Suits(request))
            {
                Responses.End(key, flight, landed);
                await WriteAsync(request, landed).ConfigureAwait(false);
                return;
            }

            if (caches.Shared is { } shared
                && await shared.FindAsync(Scope + key, cached.Setting.CacheDataEncrypted, request.Stage!, SharedResponses.Patience).ConfigureAwait(false) is { } found
                && found.Suits(request))
            {
                KeepHere(key, found, request.Now());
                Responses.End(key, flight, found);
                await WriteAsync(request, found).ConfigureAwait(false);
                return;
            }

            await FetchAsync(request, method, key, flight).ConfigureAwait(false);
        }
        finally
        {
            Responses.End(key, flight, null);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FetchAsync(RequestContext request, BoundMethod method, string key, Flight? flight)
    {
        request.Cache = CacheOutcome.Miss;
        request.Fill = new CacheFill(this, key, flight);
        try
        {
            await method.InvokeAsync(request).ConfigureAwait(false);
        }
        finally
        {
            request.Fill = null;
        }
    }

    /// <summary>Waits for another one's request, as long as the method's own backend might take.</summary>
    private async ValueTask<CachedResponse?> WaitAsync(RequestContext request, Flight flight)
    {
        try
        {
            return await flight.Landing.WaitAsync(request.Exchange.StartDeadline(TimeoutInMillis)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw request.Exchange.Aborted
                ? new OperationCanceledException("The client is gone.", exception)
                : new GatewayFailure(GatewayError.IntegrationTimeout, "Execution failed due to a timeout error", exception);
        }
        finally
        {
            request.Exchange.StopDeadline();
        }
    }

    private void KeepHere(string key, CachedResponse response, long now)
    {
        if (Responses!.Find(key) is { } there && there.AskedAt > response.AskedAt)
        {
            return;
        }

        response.RecheckAt = caches.Shared?.NextRecheck(now) ?? long.MaxValue;
        Responses.Keep(key, response);
    }

    private static ValueTask WriteAsync(RequestContext request, CachedResponse response)
    {
        request.Cache = CacheOutcome.Hit;
        request.LogCacheHit(response.Status, response.Body.Length);
        foreach (var (name, value) in response.Headers)
        {
            request.Exchange.AddHeader(name, value);
        }

        if (response.HasTrace)
        {
            request.Exchange.AddHeader("X-Amzn-Trace-Id", request.TraceId);
        }

        return ResponseWriter.WriteAsync(request.Exchange, response.Status, response.Body);
    }
}
