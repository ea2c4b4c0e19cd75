namespace ControlPlane.Gateway.Admission.Policies;

/// <summary>A request as policies see it.</summary>
/// <param name="Resource">What is called: <c>arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}</c>.</param>
/// <param name="Request">The request.</param>
internal readonly record struct PolicyRequest(string Resource, RequestContext Request)
{
    /// <summary>To call a method.</summary>
    public const string Invoke = "execute-api:Invoke";

    /// <summary>To have a kept response replaced.</summary>
    public const string InvalidateCache = "execute-api:InvalidateCache";

    /// <summary>What is to be done.</summary>
    public string Action { get; init; } = Invoke;
}

/// <summary>What a policy says of a request.</summary>
internal enum PolicyDecision
{
    /// <summary>Nothing: it is not allowed.</summary>
    None,

    /// <summary>It is allowed.</summary>
    Allow,

    /// <summary>It is denied, whatever else allows it.</summary>
    Deny,
}
