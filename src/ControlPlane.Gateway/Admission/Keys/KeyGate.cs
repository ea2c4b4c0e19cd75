using ControlPlane.Domain.Apis;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>Lets in the holders of API keys, as fast and as often as their usage plans say.</summary>
internal sealed class KeyGate(KeyCache keys, UsageReports reports)
{
    private const string HeaderName = "X-API-Key";

    /// <summary>Lets a request in, or refuses it.</summary>
    /// <param name="request">The request, its authorizer asked.</param>
    /// <param name="keySource">Where its key is.</param>
    /// <param name="method">The method as usage plans name it.</param>
    /// <returns>Null when it may go on.</returns>
    /// <exception cref="GatewayFailure">503: the key is not known yet and the store failed.</exception>
    public ValueTask<GatewayError?> AdmitAsync(RequestContext request, ApiKeySource keySource, string method)
    {
        var value = keySource == ApiKeySource.Authorizer ? request.Caller?.Verdict?.UsageIdentifierKey : request.Exchange.FindHeader(HeaderName);
        if (string.IsNullOrEmpty(value))
        {
            return new(request.Refuse(GatewayError.InvalidApiKey, "The request has no API key."));
        }

        var found = keys.FindAsync(value, request.StartedAt);
        return found.IsCompletedSuccessfully ? new(Admit(request, found.Result, method)) : WaitAsync(request, found, method);
    }

    private async ValueTask<GatewayError?> WaitAsync(RequestContext request, ValueTask<KeyHolder?> found, string method) =>
        Admit(request, await found.ConfigureAwait(false), method);

    private GatewayError? Admit(RequestContext request, KeyHolder? holder, string method)
    {
        if (holder is null)
        {
            return request.Refuse(GatewayError.InvalidApiKey, "The API key is not known.");
        }

        if (!holder.Key.Enabled)
        {
            return request.Refuse(GatewayError.InvalidApiKey, $"The API key {holder.Key.Id} is disabled.");
        }

        var stage = request.Stage!;
        foreach (var plan in holder.Plans)
        {
            if (plan.Plan.FindStage(stage.ApiId, stage.StageName) is { } opened)
            {
                return Spend(request, holder, plan, opened, method);
            }
        }

        return request.Refuse(GatewayError.InvalidApiKey, $"The API key {holder.Key.Id} has no usage plan for this stage.");
    }

    private GatewayError? Spend(RequestContext request, KeyHolder holder, KeyPlan plan, UsagePlanStage stage, string method)
    {
        if (!plan.Use.TryPass(plan.Plan, stage, method))
        {
            return request.Refuse(GatewayError.Throttled, $"The API key {holder.Key.Id} calls faster than the usage plan {plan.Plan.Id} allows.");
        }

        var isLeft = plan.Use.Quota.TryTake(plan.Plan.Quota, DateOnly.FromDateTime(request.ReceivedAt.UtcDateTime));

        // Also when nothing is left: more may have been granted.
        reports.Touch(plan.Use);
        if (!isLeft)
        {
            return request.Refuse(GatewayError.QuotaExceeded, $"The API key {holder.Key.Id} has used up the quota of the usage plan {plan.Plan.Id}.");
        }

        var caller = request.Caller ??= new AdmittedCaller();
        (caller.ApiKey, caller.ApiKeyId) = (holder.Key.Value, holder.Key.Id);
        return null;
    }
}
