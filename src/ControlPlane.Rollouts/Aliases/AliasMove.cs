using ControlPlane.Lambda.Functions;

namespace ControlPlane.Rollouts.Aliases;

/// <summary>An alias on its way from one published version of its function to another.</summary>
public sealed record AliasMove
{
    /// <summary>Creates a move.</summary>
    /// <param name="function">See <see cref="Function"/>.</param>
    /// <param name="alias">See <see cref="Alias"/>.</param>
    /// <param name="fromVersion">See <see cref="FromVersion"/>.</param>
    /// <param name="toVersion">See <see cref="ToVersion"/>.</param>
    /// <exception cref="ArgumentException">The function is qualified, the alias is none, or the versions are not two published ones.</exception>
    public AliasMove(string function, string alias, string fromVersion, string toVersion)
    {
        if (string.IsNullOrEmpty(function) || FunctionName.Parse(function).Qualifier is not null)
        {
            throw new ArgumentException($"'{function}' is not the name or ARN of a function without a qualifier.", nameof(function));
        }

        if (string.IsNullOrEmpty(alias) || !new FunctionName(function, alias).IsAlias)
        {
            throw new ArgumentException($"'{alias}' is not the name of an alias.", nameof(alias));
        }

        if (!IsPublished(fromVersion))
        {
            throw new ArgumentException($"'{fromVersion}' is not a published version.", nameof(fromVersion));
        }

        if (!IsPublished(toVersion) || toVersion == fromVersion)
        {
            throw new ArgumentException($"'{toVersion}' is not another published version.", nameof(toVersion));
        }

        (Function, Alias, FromVersion, ToVersion) = (function, alias, fromVersion, toVersion);
    }

    /// <summary>The function's name, partial ARN or ARN, without a qualifier.</summary>
    public string Function { get; }

    /// <summary>The alias.</summary>
    public string Alias { get; }

    /// <summary>The version it comes from, digits.</summary>
    public string FromVersion { get; }

    /// <summary>The version it goes to, digits.</summary>
    public string ToVersion { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Function}:{Alias}";

    private static bool IsPublished(string version) => !string.IsNullOrEmpty(version) && version.All(char.IsAsciiDigit);
}
