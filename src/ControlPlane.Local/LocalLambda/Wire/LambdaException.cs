namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>An answer other than success, as the Lambda API words it.</summary>
internal sealed class LambdaException : Exception
{
    public LambdaException(int status, string type, string message, string? reason = null)
        : base(message)
    {
        Status = status;
        Type = type;
        Reason = reason;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The error type, as in <c>x-amzn-ErrorType</c>.</summary>
    public string Type { get; }

    /// <summary>The throttle reason of a TooManyRequestsException, else null.</summary>
    public string? Reason { get; }
}
