using ControlPlane.Client;

namespace ControlPlane.WebConsole.Actions;

/// <summary>What to do about a refusal.</summary>
internal static class Advice
{
    /// <summary>A form that this process did not write.</summary>
    public static Failure Stale { get; } = new(
        "", "The form is from before the console was started again, or from another site. Nothing was changed.", "Check what you typed and press the button once more.");

    /// <summary>What a viewer is told of a refusal.</summary>
    public static Failure Of(ControlPlaneException refusal) => new(refusal.Type, refusal.Message, Remedy(refusal))
    {
        RequestId = refusal.RequestId,
        IsConflict = refusal.IsConflict,
    };

    private static string? Remedy(ControlPlaneException refusal) => refusal.Type switch
    {
        "PreconditionFailedException" => "Somebody changed this stage after you opened the page, and nothing of yours was applied. The page now shows the present state beside what you typed: press the button again if you still want it.",
        "ConflictException" => "Somebody or something else holds on to it. Look at the present state below and try again.",
        "NotFoundException" => "It may have been deleted meanwhile. Go back to the list and look.",
        "TooManyRequestsException" or "LimitExceededException" => "Wait a moment, or make room, and try again.",
        "AccessDeniedException" => "Your key may not do this. Ask for one that may, or sign in with another.",
        "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" =>
            "The API does not accept the key. Check it, and the clock of this machine; where the console runs on your own machine, check your AWS credentials and the region.",
        ControlPlaneException.Unreachable => "Check that the host runs and that its address is right. This page goes on by itself as soon as it answers.",
        "RequestEntityTooLargeException" => "Send less: a document may have 10 MB.",
        "BadRequestException" or "ValidationException" or "SerializationException" => "Correct what the message names and press the button again. Nothing was changed.",
        _ => refusal.Status >= 500 ? "Try again; if it stays, look for the request id in the host's log." : null,
    };
}
