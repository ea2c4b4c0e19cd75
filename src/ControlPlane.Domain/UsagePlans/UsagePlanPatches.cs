using System.Text.Json;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.UsagePlans;

/// <summary>What UpdateUsagePlan can change.</summary>
public static class UsagePlanPatches
{
    private const PatchOp _set = PatchOp.Add | PatchOp.Replace;

    private static readonly PatchTable<UsagePlan> _table = new PatchTable<UsagePlan>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/name", (plan, edit) => plan with { Name = edit.Text })
        .Allow(PatchOp.Replace, "/description", (plan, edit) => plan with { Description = edit.Value })
        .Allow(_set, "/productCode", (plan, edit) => plan with { ProductCode = edit.Text })
        .Allow(PatchOp.Remove, "/productCode", (plan, _) => plan with { ProductCode = null })
        .Allow(PatchOp.Add | PatchOp.Remove, "/apiStages", (plan, edit) => plan with { ApiStages = Stages(plan, edit) })
        .Allow(_set, "/quota/limit", (plan, edit) => plan with { Quota = QuotaOf(plan) with { Limit = edit.Whole(0, int.MaxValue) } })
        .Allow(_set, "/quota/offset", (plan, edit) => plan with { Quota = QuotaOf(plan) with { Offset = edit.Whole(0, int.MaxValue) } })
        .Allow(_set, "/quota/period", (plan, edit) => plan with { Quota = QuotaOf(plan) with { Period = edit.Member<QuotaPeriod>() } })
        .Allow(PatchOp.Remove, "/quota", (plan, _) => plan with { Quota = null })
        .Allow(_set, "/throttle/rateLimit", (plan, edit) => plan with { Throttle = Rate(plan.Throttle, edit) })
        .Allow(_set, "/throttle/burstLimit", (plan, edit) => plan with { Throttle = Burst(plan.Throttle, edit) })
        .Allow(PatchOp.Remove, "/throttle", (plan, _) => plan with { Throttle = null })
        .Allow(_set, "/apiStages/{apiId:stageName}/throttle/{method+}/rateLimit", (plan, edit) => EditMethod(plan, edit, throttle => Rate(throttle, edit)))
        .Allow(_set, "/apiStages/{apiId:stageName}/throttle/{method+}/burstLimit", (plan, edit) => EditMethod(plan, edit, throttle => Burst(throttle, edit)))
        .Allow(_set, "/apiStages/{apiId:stageName}/throttle", (plan, edit) => EditStage(plan, edit, stage => stage with { Throttle = ReadMethods(edit) }))
        .Allow(PatchOp.Remove, "/apiStages/{apiId:stageName}/throttle/{method+}", RemoveMethod)
        .Allow(PatchOp.Remove, "/apiStages/{apiId:stageName}/throttle", (plan, edit) => EditStage(plan, edit, stage => stage with { Throttle = Maps.Empty<ThrottleSettings>() }));

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static UsagePlan Apply(UsagePlan plan, IReadOnlyList<PatchOperation> operations) => UsagePlanRules.Validate(_table.Apply(plan, operations));

    private static QuotaSettings QuotaOf(UsagePlan plan) => plan.Quota ?? new QuotaSettings(0, 0, QuotaPeriod.Day);

    private static ThrottleSettings Rate(ThrottleSettings? throttle, PatchEdit edit) =>
        (throttle ?? new ThrottleSettings(null, null)) with { RateLimit = edit.Number(0, double.MaxValue) };

    private static ThrottleSettings Burst(ThrottleSettings? throttle, PatchEdit edit) =>
        (throttle ?? new ThrottleSettings(null, null)) with { BurstLimit = edit.Whole(0, int.MaxValue) };

    private static IReadOnlyList<UsagePlanStage> Stages(UsagePlan plan, PatchEdit edit)
    {
        if (edit.Value?.Split(':') is not [{ Length: > 0 } apiId, { Length: > 0 } name])
        {
            throw InvalidStage();
        }

        var existing = plan.FindStage(apiId, name);
        if (!edit.Removes)
        {
            return existing is null ? [.. plan.ApiStages, new UsagePlanStage(apiId, name)] : plan.ApiStages;
        }

        return existing is null ? throw InvalidStage() : [.. plan.ApiStages.Where(stage => stage != existing)];
    }

    private static UsagePlan EditStage(UsagePlan plan, PatchEdit edit, Func<UsagePlanStage, UsagePlanStage> change)
    {
        var stage = plan.ApiStages.FirstOrDefault(stage => stage.Name == edit.Captures[0]) ?? throw InvalidStage();
        return plan with { ApiStages = [.. plan.ApiStages.Select(other => ReferenceEquals(other, stage) ? change(stage) : other)] };
    }

    private static UsagePlan EditMethod(UsagePlan plan, PatchEdit edit, Func<ThrottleSettings?, ThrottleSettings> change)
    {
        var method = Method(edit);
        return EditStage(plan, edit, stage => stage with { Throttle = stage.Throttle.With(method, change(stage.Throttle.GetValueOrDefault(method))) });
    }

    private static UsagePlan RemoveMethod(UsagePlan plan, PatchEdit edit)
    {
        var method = Method(edit);
        return EditStage(
            plan,
            edit,
            stage => stage.Throttle.ContainsKey(method)
                ? stage with { Throttle = stage.Throttle.Without(method) }
                : throw ApiException.NotFound("Invalid method throttle specified"));
    }

    /// <summary>The method of a path, whose slashes are escaped or not.</summary>
    private static string Method(PatchEdit edit)
    {
        var text = PatchPath.Unescape(edit.Captures[1]);
        return UsagePlanRules.ValidateMethod(text.StartsWith('/') ? text : $"/{text}");
    }

    private static Dictionary<string, ThrottleSettings> ReadMethods(PatchEdit edit)
    {
        try
        {
            using var document = JsonDocument.Parse(edit.Text);
            var methods = new Dictionary<string, ThrottleSettings>(StringComparer.Ordinal);
            foreach (var method in document.RootElement.EnumerateObject())
            {
                double? rate = method.Value.TryGetProperty("rateLimit", out var found) ? found.GetDouble() : null;
                int? burst = method.Value.TryGetProperty("burstLimit", out found) ? found.GetInt32() : null;
                methods[UsagePlanRules.ValidateMethod(method.Name.StartsWith('/') ? method.Name : $"/{method.Name}")] = new ThrottleSettings(rate, burst);
            }

            return methods;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw edit.Invalid("must be a JSON object of rateLimit and burstLimit by method");
        }
    }

    private static ApiException InvalidStage() => ApiException.BadRequest("Invalid API Stage specified");
}
