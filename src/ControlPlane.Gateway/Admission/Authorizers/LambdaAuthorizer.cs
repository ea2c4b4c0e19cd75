using ControlPlane.Domain.Authorizers;
using ControlPlane.Gateway.Admission.Policies;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>A TOKEN or REQUEST authorizer, bound to one variant of a stage.</summary>
/// <param name="scope">The stage's variant and the authorizer, its function resolved: whose verdicts are kept apart.</param>
/// <param name="authorizer">The authorizer.</param>
/// <param name="identity">Where it looks for who calls.</param>
/// <param name="function">The function, with its qualifier if it has one.</param>
/// <param name="services">What authorizers of all stages work with.</param>
internal sealed class LambdaAuthorizer(string scope, Authorizer authorizer, AuthorizerIdentity identity, string function, AuthorizerServices services) : IMethodAuthorizer
{
    private const string NoIdentity = "The request does not say who calls, or not as the authorizer wants it.";

    private readonly int _seconds = identity.IsEmpty ? 0 : authorizer.AuthorizerResultTtlInSeconds ?? AuthorizerRules.DefaultTtlInSeconds;

    public ValueTask<GatewayError?> AuthorizeAsync(RequestContext request)
    {
        string? token = null;
        if (authorizer.Type == AuthorizerType.Token && (token = identity.Token(request)) is null)
        {
            return new(request.Refuse(GatewayError.Unauthorized, NoIdentity));
        }

        var bytes = request.Scratch;
        bytes.Clear();
        VerdictKey.Append(bytes, scope);
        var isThere = identity.TryAppend(request, bytes);
        var key = _seconds > 0 && isThere ? VerdictKey.Of(bytes.Span) : default;
        bytes.Clear();
        if (!isThere)
        {
            return new(request.Refuse(GatewayError.Unauthorized, NoIdentity));
        }

        return _seconds > 0 && services.Verdicts.Find(key) is { } kept
            ? new(Judge(request, kept))
            : AskAsync(request, token, key);
    }

    private async ValueTask<GatewayError?> AskAsync(RequestContext request, string? token, VerdictKey key)
    {
        var started = request.Now();
        var asked = _seconds > 0
            ? services.Verdicts.GetAsync(key, _seconds, () => InvokeAsync(request, token))
            : InvokeAsync(request, token);
        Verdict verdict;
        try
        {
            verdict = await asked.WaitAsync(request.Exchange.StartDeadline(AuthorizerServices.TimeoutInMillis)).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            Forget(asked);
            throw request.Exchange.Aborted
                ? new OperationCanceledException("The client is gone.", exception)
                : new GatewayFailure(GatewayError.AuthorizerFailure, "The authorizer took too long.", exception);
        }
        finally
        {
            request.Exchange.StopDeadline();
        }

        (request.Caller ??= new AdmittedCaller()).AuthorizerLatency = (long)request.ElapsedOf(request.Now() - started).TotalMilliseconds;
        return Judge(request, verdict);
    }

    // Others may wait for it still; when nobody does, nobody hears how it ends.
    private static void Forget(Task asked) => _ = asked.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    private Task<Verdict> InvokeAsync(RequestContext request, string? token)
    {
        // Not the request's own room: the invocation may outlive the request, for others that wait for it.
        var payload = new PooledBytes();
        var arn = services.Arns.Of(request);
        if (token is null)
        {
            AuthorizerEvent.WriteRequest(request, arn, payload);
        }
        else
        {
            AuthorizerEvent.WriteToken(token, arn, payload);
        }

        return services.InvokeAsync(function, payload);
    }

    private GatewayError? Judge(RequestContext request, Verdict verdict)
    {
        if (verdict.Policy is not { } policy)
        {
            return request.Refuse(GatewayError.Unauthorized, "The authorizer's function does not know the caller.");
        }

        (request.Caller ??= new AdmittedCaller()).Verdict = verdict;
        var decision = policy.Judge(new PolicyRequest(services.Arns.Of(request), request));
        if (decision == PolicyDecision.Allow)
        {
            return null;
        }

        return decision == PolicyDecision.Deny
            ? request.Refuse(AccessDenials.ByVerdictExplicitly, "The authorizer's policy denies the request.")
            : request.Refuse(AccessDenials.ByVerdict, "The authorizer's policy does not allow the request.");
    }
}
