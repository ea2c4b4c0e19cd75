using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>
/// AWS_IAM: lets in whom AWS has verified before the request came here, behind a Function URL or an HTTP API with AWS_IAM, whose
/// permissions are the ones that count. Signatures cannot be verified here, so all others are refused.
/// </summary>
internal sealed class IamAuthorizer : IMethodAuthorizer
{
    private const string Reason = "AWS_IAM methods need callers that AWS has verified: let them call the router over a Function URL with AWS_IAM.";

    public static IamAuthorizer Instance { get; } = new();

    public ValueTask<GatewayError?> AuthorizeAsync(RequestContext request)
    {
        if (request.Exchange.VerifiedCaller is { } caller)
        {
            (request.Caller ??= new AdmittedCaller()).Iam = caller;
            return default;
        }

        return new(request.Refuse(IsSigned(request) ? AccessDenials.BySignature : GatewayError.MissingAuthenticationToken, Reason));
    }

    private static bool IsSigned(RequestContext request) =>
        request.Exchange.FindHeader("Authorization")?.StartsWith("AWS4-", StringComparison.Ordinal) == true
        || request.Query.Last("X-Amz-Signature") is not null;
}
