using ControlPlane.Gateway.Admission.Policies;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>What an authorizer's function has said of a caller. Immutable; what it means for a method is judged for every request.</summary>
internal sealed class Verdict
{
    /// <summary>The caller is nobody.</summary>
    public static Verdict Unauthorized { get; } = new() { PrincipalId = "" };

    /// <summary>Who calls.</summary>
    public required string PrincipalId { get; init; }

    /// <summary>What the caller may call; null for <see cref="Unauthorized"/>.</summary>
    public PolicyDocument? Policy { get; init; }

    /// <summary>The policy's text, for who tests an authorizer.</summary>
    public string PolicyText { get; init; } = "";

    /// <summary>What the function says of the caller, as texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];

    /// <summary>The value of the caller's API key, or null.</summary>
    public string? UsageIdentifierKey { get; init; }

    /// <summary>About how many bytes it takes to keep.</summary>
    public int Size { get; init; }

    /// <summary>A member of <c>$context.authorizer</c>, or null.</summary>
    public string? Find(string name)
    {
        if (name == "principalId")
        {
            return PrincipalId;
        }

        foreach (var (key, value) in Context)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
