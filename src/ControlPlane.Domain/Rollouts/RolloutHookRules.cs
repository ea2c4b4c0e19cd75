using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Rollouts;

/// <summary>What the hooks of plans must keep to.</summary>
internal static class RolloutHookRules
{
    private const int _maxHooks = 20;
    private const int _maxTimeout = 900;
    private const int _maxRetries = 10;

    /// <summary>Fills in the defaults and checks everything.</summary>
    /// <exception cref="ApiException">400 that names the member and the remedy.</exception>
    public static IReadOnlyList<RolloutHook> Complete(IReadOnlyList<RolloutHook> hooks)
    {
        if (hooks.Count > _maxHooks)
        {
            throw ApiException.BadRequest($"Too many hooks: {hooks.Count}. hooks can have at most {_maxHooks}");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < hooks.Count; i++)
        {
            Validate(hooks[i], i);
            if (!names.Add(hooks[i].Name))
            {
                throw ApiException.BadRequest($"Invalid hooks[{i}].name: {hooks[i].Name}. Another hook has this name; names must be unique");
            }
        }

        return [.. hooks.Select(hook => hook with { TimeoutSeconds = hook.TimeoutSeconds ?? RolloutHook.DefaultTimeoutSeconds })];
    }

    private static void Validate(RolloutHook hook, int index)
    {
        if (!RolloutPlanRules.IsName(hook.Name))
        {
            throw ApiException.BadRequest($"Invalid hooks[{index}].name: {hook.Name ?? "null"}. It must have 1 to 64 characters of A-Za-z0-9_-");
        }

        if (hook.Kind == HookKind.Lambda && (string.IsNullOrEmpty(hook.FunctionName) || hook.Url is not null))
        {
            throw ApiException.BadRequest($"Invalid hooks[{index}]: a hook of kind lambda needs a functionName and no url");
        }

        if (hook.Kind == HookKind.Http && (!RolloutPlanRules.IsAddress(hook.Url) || hook.FunctionName is not null))
        {
            throw ApiException.BadRequest($"Invalid hooks[{index}]: a hook of kind http needs as url an absolute http or https address, and no functionName");
        }

        if (hook.TimeoutSeconds is < 1 or > _maxTimeout)
        {
            throw ApiException.BadRequest($"Invalid hooks[{index}].timeoutSeconds: {hook.TimeoutSeconds}. It must be a whole number from 1 to {_maxTimeout}");
        }

        if (hook.Retries is < 0 or > _maxRetries)
        {
            throw ApiException.BadRequest($"Invalid hooks[{index}].retries: {hook.Retries}. It must be a whole number from 0 to {_maxRetries}");
        }
    }
}
