using System.Buffers;
using System.Collections.Frozen;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Stages;

/// <summary>What stages must keep to.</summary>
public static class StageRules
{
    /// <summary>Most variables of a stage.</summary>
    public const int MaxVariables = 100;

    /// <summary>Longest variable name, in characters.</summary>
    public const int MaxVariableName = 64;

    /// <summary>Longest variable value, in characters.</summary>
    public const int MaxVariableValue = 512;

    private const string _letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> _stageName = SearchValues.Create(_letters + "_-");
    private static readonly SearchValues<char> _variableName = SearchValues.Create(_letters + "_");
    private static readonly SearchValues<char> _variableValue = SearchValues.Create(_letters + "-._~:/?#&=,");
    private static readonly FrozenSet<string> _cacheSizes = FrozenSet.Create(StringComparer.Ordinal, "0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237");

    /// <summary>Checks a stage name.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message (whose wording is older than the permission of hyphens).</exception>
    public static string ValidateName(string name) => name.Length is > 0 and <= 128 && !name.AsSpan().ContainsAnyExcept(_stageName)
        ? name
        : throw ApiException.BadRequest("Stage name only allows a-zA-Z0-9_");

    /// <summary>Checks that a stage may be deleted.</summary>
    /// <exception cref="ApiException">409: it is protected.</exception>
    public static void RequireUnprotected(Stage stage)
    {
        if (stage.DeletionProtection)
        {
            throw ApiException.Conflict($"The stage {stage.StageName} is protected against deletion. End its deletion protection first.");
        }
    }

    /// <summary>Checks stage variables, or the overrides of a canary.</summary>
    /// <returns>The variables.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static IReadOnlyDictionary<string, string> ValidateVariables(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Count > MaxVariables)
        {
            throw ApiException.BadRequest($"Too many stage variables. A stage can have at most {MaxVariables}.");
        }

        foreach (var (name, value) in variables)
        {
            ValidateVariable(name, value);
        }

        return variables;
    }

    /// <summary>Checks one stage variable.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static string ValidateVariable(string name, string? value)
    {
        if (name.Length is 0 or > MaxVariableName || name.AsSpan().ContainsAnyExcept(_variableName))
        {
            throw ApiException.BadRequest($"Invalid stage variable name: {name}.  Please use names with only word characters.");
        }

        return !string.IsNullOrEmpty(value) && value.Length <= MaxVariableValue && !value.AsSpan().ContainsAnyExcept(_variableValue)
            ? value
            : throw ApiException.BadRequest(
                $"Invalid stage variable value: {value ?? "null"}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");
    }

    /// <summary>Checks a cache size.</summary>
    /// <returns>The size.</returns>
    /// <exception cref="ApiException">400: not one of AWS's sizes.</exception>
    public static string ValidateCacheSize(string size) => _cacheSizes.Contains(size)
        ? size
        : throw ApiException.BadRequest($"Invalid cache cluster size: {size}. Must be one of: [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237]");

    /// <summary>Checks a canary's share of traffic, in percent.</summary>
    /// <returns>The share.</returns>
    /// <exception cref="ApiException">400: not between 0.0 and 100.0.</exception>
    public static double ValidatePercent(double percent) => percent is >= 0 and <= 100
        ? percent
        : throw ApiException.BadRequest("Invalid canary percent traffic: it must be a number between 0.0 and 100.0");

    /// <summary>Checks a stage as a whole before it is stored.</summary>
    /// <returns>The stage.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Stage Validate(Stage stage)
    {
        Descriptions.Validate(stage.Description);
        if (stage.Variables.Count > MaxVariables)
        {
            throw ApiException.BadRequest($"Too many stage variables. A stage can have at most {MaxVariables}.");
        }

        if (stage.CacheClusterSize is { } size)
        {
            ValidateCacheSize(size);
        }

        return stage.CacheClusterEnabled && stage.CacheClusterSize is null ? stage with { CacheClusterSize = "0.5" } : stage;
    }
}
