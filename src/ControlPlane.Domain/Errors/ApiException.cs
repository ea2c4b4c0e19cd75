namespace ControlPlane.Domain.Errors;

/// <summary>A request that is refused, with the error that API Gateway's control API answers. Its message goes to the caller as it is.</summary>
public sealed class ApiException : Exception
{
    /// <summary>Creates the refusal.</summary>
    /// <param name="type">The error class.</param>
    /// <param name="message">The text for the caller.</param>
    public ApiException(ErrorType type, string message)
        : base(message) => Type = type;

    /// <summary>The error class.</summary>
    public ErrorType Type { get; }

    /// <summary>A 400 BadRequestException.</summary>
    public static ApiException BadRequest(string message) => new(ErrorType.BadRequestException, message);

    /// <summary>A 404 NotFoundException.</summary>
    public static ApiException NotFound(string message) => new(ErrorType.NotFoundException, message);

    /// <summary>A 409 ConflictException.</summary>
    public static ApiException Conflict(string message) => new(ErrorType.ConflictException, message);

    /// <summary>A 429 LimitExceededException.</summary>
    public static ApiException LimitExceeded(string message) => new(ErrorType.LimitExceededException, message);

    /// <summary>The 409 of a writer that lost against another.</summary>
    public static ApiException ConcurrentModification() =>
        Conflict("Unable to complete operation due to concurrent modification. Please try again later.");
}
