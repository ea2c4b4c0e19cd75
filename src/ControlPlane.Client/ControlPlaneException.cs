namespace ControlPlane.Client;

/// <summary>The control API refused a request, failed, or cannot be reached.</summary>
public sealed class ControlPlaneException : Exception
{
    /// <summary>The type of answers that do not come from the control API, or make no sense.</summary>
    public const string NotUnderstood = "NotUnderstood";

    /// <summary>The type of requests that got no answer.</summary>
    public const string Unreachable = "Unreachable";

    internal ControlPlaneException(int status, string type, string message, string? requestId, Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
        Type = type;
        RequestId = requestId;
    }

    /// <summary>The HTTP status; 503 when there was no answer.</summary>
    public int Status { get; }

    /// <summary>AWS's name of the error, for example <c>ConflictException</c>.</summary>
    public string Type { get; }

    /// <summary>The id the API logged the request under, or null.</summary>
    public string? RequestId { get; }

    /// <summary>Whether somebody else changed the same thing meanwhile.</summary>
    public bool IsConflict => Status is 409 or 412;
}
