using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Caching;

/// <summary>
/// The keys of a method's entries: the side of the stage, its deployment, the method's cache namespace, the verb, and the key parameters.
/// The texts themselves are compared, so that no caller can make a request that is taken for another one.
/// </summary>
internal sealed class EntryKeys
{
    private readonly string _prefix;
    private readonly KeyParameter[] _parameters;

    private EntryKeys(string prefix, KeyParameter[] parameters)
    {
        (_prefix, _parameters) = (prefix, parameters);
        NeedsBody = Array.Exists(parameters, static parameter => parameter.NeedsBody);
    }

    /// <summary>Whether the request's body must be read before.</summary>
    public bool NeedsBody { get; }

    /// <summary>The keys of a method.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="isCanary">True for its canary: it has entries of its own unless it uses the stage's cache.</param>
    /// <param name="deploymentId">The deployment that serves: another one begins with an empty cache.</param>
    /// <param name="plan">The method.</param>
    /// <param name="cached">How it is cached.</param>
    /// <param name="problem">Why there are none.</param>
    /// <returns>Null when a key parameter is none.</returns>
    public static EntryKeys? Of(Stage stage, bool isCanary, string deploymentId, MethodPlan plan, CachedMethod cached, out string problem)
    {
        problem = "";
        var parameters = new KeyParameter[cached.KeyParameters.Count];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (KeyParameter.Parse(cached.KeyParameters[i], plan) is not { } parameter)
            {
                problem = $"The cache key parameter {cached.KeyParameters[i]} of {plan.Resource.Path} says nothing: the method is not cached.";
                return null;
            }

            parameters[i] = parameter;
        }

        var side = isCanary && stage.CanarySettings?.UseStageCache != true ? "canary" : "base";

        // A stage that was deleted and created anew has the same name, not the same entries.
        var prefix = $"{side}/{stage.CreatedDate.ToUnixTimeSeconds()}/{stage.CacheFlushes}/{deploymentId}/{cached.Namespace.Length}/{cached.Namespace}/";
        return new EntryKeys(prefix, parameters);
    }

    /// <summary>Writes the key of a request.</summary>
    public void Write(RequestContext request, ref KeyText key)
    {
        key.Append(_prefix);
        key.AppendValue(request.Verb);
        foreach (var parameter in _parameters)
        {
            parameter.Append(request, ref key);
        }

        key.Fold();
    }
}
