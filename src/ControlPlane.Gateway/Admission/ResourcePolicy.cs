using ControlPlane.Gateway.Admission.Policies;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Admission;

/// <summary>The policy of an API (AWS: resource policy). One that cannot be read allows nothing.</summary>
internal sealed class ResourcePolicy
{
    private readonly PolicyDocument? _policy;
    private readonly string _problem;
    private readonly MethodArn _arns;

    public ResourcePolicy(string text, string apiId, MethodArn arns)
    {
        _arns = arns;
        _policy = PolicyDocument.Parse(text, arns.OfApi(apiId), out _problem);
    }

    /// <summary>Judges a request.</summary>
    /// <returns>Null when the policy lets it go on.</returns>
    public GatewayError? Refuse(RequestContext request)
    {
        if (_policy is null)
        {
            return request.Refuse(Denied(request, isExplicit: false), $"The API's policy cannot be read: {_problem}");
        }

        var decision = _policy.Judge(new PolicyRequest(_arns.Of(request), request));
        if (decision == PolicyDecision.Allow)
        {
            return null;
        }

        // Callers of the API's own account have their permissions from elsewhere; the policy may only take them away.
        if (decision == PolicyDecision.None && request.Caller?.Iam is { } caller && caller.AccountId == request.Stage!.AccountId)
        {
            return null;
        }

        return decision == PolicyDecision.Deny
            ? request.Refuse(Denied(request, isExplicit: true), "The API's policy denies the request.")
            : request.Refuse(Denied(request, isExplicit: false), "The API's policy does not allow the request.");
    }

    /// <summary>Whether it lets a caller that AWS has verified invalidate the cache (AWS: execute-api:InvalidateCache).</summary>
    public bool AllowsCacheInvalidation(RequestContext request) =>
        request.Caller?.Iam is not null
        && _policy?.Judge(new PolicyRequest(_arns.Of(request), request) { Action = PolicyRequest.InvalidateCache }) == PolicyDecision.Allow;

    private GatewayError Denied(RequestContext request, bool isExplicit) =>
        AccessDenials.ByPolicy(request.Caller?.Iam?.UserArn ?? "anonymous", _arns.Masked(request), isExplicit);
}
