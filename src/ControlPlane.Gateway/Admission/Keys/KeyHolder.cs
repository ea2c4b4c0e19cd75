using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;

namespace ControlPlane.Gateway.Admission.Keys;

/// <summary>A key with the plans it belongs to.</summary>
internal sealed record KeyHolder(ApiKey Key, KeyPlan[] Plans);

/// <summary>A plan of a key, and what the key has used of it.</summary>
internal sealed record KeyPlan(UsagePlan Plan, PlanUse Use);
