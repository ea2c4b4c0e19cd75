namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>The errors of the Lambda API: types, statuses and the wording clients match on.</summary>
internal static class LambdaErrors
{
    public const string ThrottledByHost = "ConcurrentInvocationLimitExceeded";
    public const string ThrottledByReservation = "ReservedFunctionConcurrentInvocationLimitExceeded";

    public static LambdaException FunctionNotFound(string arn) => NotFound($"Function not found: {arn}");

    public static LambdaException NotFound(string message) => new(404, "ResourceNotFoundException", message);

    public static LambdaException Conflict(string message) => new(409, "ResourceConflictException", message);

    public static LambdaException InvalidParameter(string message) => new(400, "InvalidParameterValueException", message);

    public static LambdaException InvalidContent(string message) => new(400, "InvalidRequestContentException", message);

    public static LambdaException Validation(string message) => new(400, "ValidationException", message);

    public static LambdaException Serialization(string message) => new(400, "SerializationException", message);

    public static LambdaException PolicyTooLong(string message) => new(400, "PolicyLengthExceededException", message);

    public static LambdaException RequestTooLarge(string message) => new(413, "RequestTooLargeException", message);

    public static LambdaException RequestEntityTooLarge(long limit, string operation) =>
        new(413, "RequestEntityTooLargeException", $"Request must be smaller than {limit} bytes for the {operation} operation");

    public static LambdaException Throttled(string reason) => new(429, "TooManyRequestsException", "Rate Exceeded.", reason);

    public static LambdaException Unavailable() =>
        new(503, "ServiceUnavailableException", "The service is temporarily unavailable. Please try again.");

    public static LambdaException UnknownOperation() =>
        new(404, "UnknownOperationException", "The requested operation is not known to this Lambda service.");

    public static LambdaException RevisionMismatch() => new(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
}
