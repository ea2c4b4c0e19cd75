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

    /// <summary>What was asked for is not there (ResourceNotFoundException).</summary>
    public bool IsNotFound => Status == 404;

    /// <summary>The revision that a change was meant for has passed (PreconditionFailedException).</summary>
    public bool IsPreconditionFailed => Status == 412;

    /// <summary>The service is busy, still so after repetitions (TooManyRequestsException).</summary>
    public bool IsThrottled => Status == 429;

    /// <summary>The service itself failed, still so after repetitions.</summary>
    public bool IsServiceFault => Status >= 500;

    /// <summary>The service's id of the request, or null.</summary>
    public string? RequestId { get; }
}
