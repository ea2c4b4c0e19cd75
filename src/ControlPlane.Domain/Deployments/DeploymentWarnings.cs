using ControlPlane.Domain.Integrations;

namespace ControlPlane.Domain.Deployments;

/// <summary>What a deployment asks of its stage that the stage does not have.</summary>
public static class DeploymentWarnings
{
    /// <summary>The most warnings there are; a last one tells how many more there would be.</summary>
    public const int MaxCount = 100;

    /// <summary>The stage variables that integrations and the access log read and a stage lacks, a sentence for each place and variable.</summary>
    /// <param name="document">The deployment's document.</param>
    /// <param name="variables">The stage's variables.</param>
    /// <param name="accessLogFormat">The format of the stage's access log, or null.</param>
    public static IReadOnlyList<string> MissingVariables(
        DeployedApi document, IReadOnlyDictionary<string, string> variables, string? accessLogFormat = null)
    {
        var warnings = new List<string>();
        foreach (var name in StageVariableReferences.OfFormat(accessLogFormat))
        {
            if (!variables.ContainsKey(name))
            {
                warnings.Add($"The stage variable {name} is not set; the access log's format reads it.");
            }
        }

        foreach (var resource in document.Resources)
        {
            foreach (var (verb, method) in resource.Methods)
            {
                if (method.MethodIntegration is { } integration)
                {
                    Add(warnings, $"{verb} {resource.Path}", integration, variables);
                }
            }
        }

        if (warnings.Count > MaxCount)
        {
            var more = warnings.Count - MaxCount;
            warnings.RemoveRange(MaxCount, more);
            warnings.Add($"And {more} more.");
        }

        return warnings;
    }

    private static void Add(List<string> warnings, string method, Integration integration, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var uses in StageVariableReferences.Of(integration).GroupBy(reference => reference.Name, StringComparer.Ordinal))
        {
            if (!variables.ContainsKey(uses.Key))
            {
                warnings.Add($"{method}: the stage variable {uses.Key} is not set; the integration reads it in {string.Join(", ", uses.Select(use => use.Place))}.");
            }
        }
    }
}
