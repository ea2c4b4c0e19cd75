using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Tags;

namespace ControlPlane.Domain.UsagePlans;

/// <summary>What usage plans must keep to.</summary>
public static class UsagePlanRules
{
    /// <summary>Checks a plan before it is stored.</summary>
    /// <returns>The plan.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static UsagePlan Validate(UsagePlan plan)
    {
        if (plan.Name.Length == 0)
        {
            throw ApiException.BadRequest("Usage Plan name cannot be empty");
        }

        Validate(plan.Throttle);
        Validate(plan.Quota);
        TagRules.Validate(plan.Tags);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stage in plan.ApiStages)
        {
            if (stage.ApiId.Length == 0 || stage.Stage.Length == 0 || !names.Add(stage.Name))
            {
                throw InvalidStage(plan, stage);
            }

            foreach (var (method, throttle) in stage.Throttle)
            {
                ValidateMethod(method);
                Validate(throttle);
            }
        }

        return plan;
    }

    /// <summary>The 404 of a plan that is not there.</summary>
    public static ApiException Unknown() => ApiException.NotFound("Invalid Usage Plan ID specified");

    /// <summary>The 400 of a stage that is not there.</summary>
    public static ApiException InvalidStage(UsagePlan plan, UsagePlanStage stage) =>
        ApiException.BadRequest($"Invalid API Stage {{api: {stage.ApiId}, stage: {stage.Stage}}} specified for usageplan {plan.Name}");

    /// <summary>The 400 of a plan that still opens stages.</summary>
    public static ApiException HasStages(UsagePlan plan) => ApiException.BadRequest(
        $"Cannot delete Usage Plan {plan.Id} because there are API Stages associated with it, including {plan.ApiStages[0].Name}");

    /// <summary>The 409 of a key that would have two plans for one stage.</summary>
    public static ApiException AmbiguousStage(UsagePlan plan, string keyId, UsagePlanStage stage) => ApiException.Conflict(
        $"Usage Plan {plan.Id} cannot be added because API Key {keyId} cannot reference multiple Usage Plans with the same API stage: {stage.Name}");

    /// <summary>Checks a method of a stage as throttles name it.</summary>
    /// <exception cref="ApiException">400: it is no resource path with a verb behind it.</exception>
    public static string ValidateMethod(string method)
    {
        var slash = method.LastIndexOf('/');
        return method.StartsWith('/') && slash >= 0 && slash < method.Length - 1
            ? method
            : throw ApiException.BadRequest($"Invalid method specified for throttle: {method}. It must be a resource path and a verb, as in /pets/GET");
    }

    private static void Validate(ThrottleSettings? throttle)
    {
        if (throttle is { RateLimit: < 0 } or { BurstLimit: < 0 })
        {
            throw ApiException.BadRequest("Usage Plan throttle rate limit and burst limit must not be negative");
        }
    }

    private static void Validate(QuotaSettings? quota)
    {
        if (quota is null)
        {
            return;
        }

        if (quota.Limit < 0)
        {
            throw ApiException.BadRequest("Usage Plan quota limit must not be negative");
        }

        var last = quota.Period switch
        {
            QuotaPeriod.Day => 0,
            QuotaPeriod.Week => 6,
            _ => 27,
        };
        if (quota.Offset < 0 || quota.Offset > last)
        {
            throw ApiException.BadRequest($"Usage Plan quota offset must be between 0 and {last} for period {Wire.WireNames.Of(quota.Period)}");
        }
    }
}
