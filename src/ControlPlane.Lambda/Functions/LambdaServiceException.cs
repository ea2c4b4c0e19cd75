namespace ControlPlane.Lambda.Functions;

/// <summary>The Lambda service refused a request.</summary>
public sealed class LambdaServiceException : Exception
{
    /// <summary>Creates the refusal.</summary>
    /// <param name="status">See <see cref="Status"/>.</param>
    /// <param name="type">See <see cref="Type"/>.</param>
    /// <param name="message">The service's text.</param>
    /// <param name="requestId">See <see cref="RequestId"/>.</param>
    public LambdaServiceException(int status, string type, string message, string? requestId)
        : base(message)
    {
        Status = status;
        Type = type;
        RequestId = requestId;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The error class, for example <c>ResourceNotFoundException</c>; empty when the service names none.</summary>
    public string Type { get; }

    /// <summary>The service's id of the request, or null.</summary>
    public string? RequestId { get; }
}
