namespace ControlPlane.Domain.RequestValidators;

/// <summary>What is checked of a request before its method's backend is asked (AWS: RequestValidator).</summary>
public sealed record RequestValidator
{
    /// <summary>Six characters of <c>[a-z0-9]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>True when the body is held to the method's request model.</summary>
    public bool ValidateRequestBody { get; init; }

    /// <summary>True when the method's required parameters must be there.</summary>
    public bool ValidateRequestParameters { get; init; }
}
