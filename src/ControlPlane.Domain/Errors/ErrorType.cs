namespace ControlPlane.Domain.Errors;

/// <summary>The error classes of the API Gateway control API, as the <c>x-amzn-ErrorType</c> header names them.</summary>
public enum ErrorType
{
    /// <summary>400 BadRequestException: a value breaks a business rule.</summary>
    BadRequestException,

    /// <summary>400 ValidationException: a value breaks a rule of the service model (enum, pattern).</summary>
    ValidationException,

    /// <summary>400 SerializationException: a JSON value has the wrong type.</summary>
    SerializationException,

    /// <summary>400 IncompleteSignatureException: parts of the request's signature are missing or cannot be read.</summary>
    IncompleteSignatureException,

    /// <summary>403 MissingAuthenticationTokenException: the request is not signed.</summary>
    MissingAuthenticationTokenException,

    /// <summary>403 UnrecognizedClientException: the access key is not known.</summary>
    UnrecognizedClientException,

    /// <summary>403 InvalidSignatureException: the signature is not that of the request, or not of this time.</summary>
    InvalidSignatureException,

    /// <summary>403 AccessDeniedException: the caller may not do this.</summary>
    AccessDeniedException,

    /// <summary>404 NotFoundException.</summary>
    NotFoundException,

    /// <summary>409 ConflictException: a duplicate, or a concurrent modification.</summary>
    ConflictException,

    /// <summary>412 PreconditionFailedException: an <c>If-Match</c> header names a revision that has passed (ours, RFC 9110 13.1.1).</summary>
    PreconditionFailedException,

    /// <summary>413 RequestEntityTooLargeException.</summary>
    RequestEntityTooLargeException,

    /// <summary>429 LimitExceededException: a quota is used up.</summary>
    LimitExceededException,

    /// <summary>429 TooManyRequestsException: try again, after a while.</summary>
    TooManyRequestsException,

    /// <summary>503 ServiceUnavailableException: the store cannot answer; retry later.</summary>
    ServiceUnavailableException,
}

/// <summary>What an <see cref="ErrorType"/> means on the wire.</summary>
public static class ErrorTypes
{
    /// <summary>The HTTP status of an error class.</summary>
    public static int Status(this ErrorType type) => type switch
    {
        ErrorType.BadRequestException or ErrorType.ValidationException or ErrorType.SerializationException or ErrorType.IncompleteSignatureException => 400,
        ErrorType.MissingAuthenticationTokenException or ErrorType.UnrecognizedClientException or ErrorType.InvalidSignatureException
            or ErrorType.AccessDeniedException => 403,
        ErrorType.NotFoundException => 404,
        ErrorType.ConflictException => 409,
        ErrorType.PreconditionFailedException => 412,
        ErrorType.RequestEntityTooLargeException => 413,
        ErrorType.LimitExceededException or ErrorType.TooManyRequestsException => 429,
        ErrorType.ServiceUnavailableException => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown error type."),
    };
}
