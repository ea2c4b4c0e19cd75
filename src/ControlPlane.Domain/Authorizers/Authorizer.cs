namespace ControlPlane.Domain.Authorizers;

/// <summary>Who decides whether a caller may call a method (AWS: Authorizer).</summary>
public sealed record Authorizer
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique in its API.</summary>
    public required string Name { get; init; }

    /// <summary>What it judges by.</summary>
    public required AuthorizerType Type { get; init; }

    /// <summary>The user pools of a <see cref="AuthorizerType.CognitoUserPools"/> authorizer.</summary>
    public IReadOnlyList<string> ProviderArns { get; init => field = value ?? []; } = [];

    /// <summary>The caller's own text for exports, or null.</summary>
    public string? AuthType { get; init; }

    /// <summary>The function as an integration URI, which may hold stage variables; null for user pools.</summary>
    public string? AuthorizerUri { get; init; }

    /// <summary>The role that the function is invoked with, or null.</summary>
    public string? AuthorizerCredentials { get; init; }

    /// <summary>Where the identity is found: <c>method.request.header.X</c> and the like, separated by commas; null for none.</summary>
    public string? IdentitySource { get; init; }

    /// <summary>What a token must match as a whole, or null.</summary>
    public string? IdentityValidationExpression { get; init; }

    /// <summary>Seconds for which a verdict is kept, 0 to 3600; null for 300.</summary>
    public int? AuthorizerResultTtlInSeconds { get; init; }
}
