namespace ControlPlane.Client.Apis;

/// <summary>Who the API takes a caller for.</summary>
public sealed record Caller
{
    /// <summary>The caller's ARN: what history says.</summary>
    public string Arn { get => field ?? ""; init; } = "";

    /// <summary>Whether the caller may do more than read, as far as the API itself decides it; on AWS policies decide.</summary>
    public bool CanWrite { get; init; } = true;
}
