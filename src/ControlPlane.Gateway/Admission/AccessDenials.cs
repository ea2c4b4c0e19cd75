using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission;

/// <summary>The words of 403 answers to callers that are known, or need not be.</summary>
internal static class AccessDenials
{
    private const string Action = "is not authorized to perform: execute-api:Invoke on resource:";

    /// <summary>An authorizer's policy does not allow it.</summary>
    public static GatewayError ByVerdict { get; } = GatewayError.Denied("User is not authorized to access this resource");

    /// <summary>An authorizer's policy denies it.</summary>
    public static GatewayError ByVerdictExplicitly { get; } = GatewayError.Denied("User is not authorized to access this resource with an explicit deny");

    /// <summary>The request is signed, but nobody has verified by whom.</summary>
    public static GatewayError BySignature { get; } = GatewayError.Denied("User is not authorized to access this resource");

    /// <summary>The caller may not have kept responses replaced.</summary>
    /// <param name="user">Who calls.</param>
    /// <param name="methodArn">What is called, most of its account hidden.</param>
    public static GatewayError OfCacheControl(string user, string methodArn) =>
        GatewayError.Denied($"User: {user} is not authorized to perform: execute-api:InvalidateCache on resource: {methodArn}");

    /// <summary>The API's policy does not allow it, or denies it.</summary>
    /// <param name="user">Who calls.</param>
    /// <param name="methodArn">What is called, most of its account hidden.</param>
    /// <param name="isExplicit">Whether it is denied.</param>
    public static GatewayError ByPolicy(string user, string methodArn, bool isExplicit) =>
        GatewayError.Denied($"User: {user} {Action} {methodArn}{(isExplicit ? " with an explicit deny" : "")}");
}
