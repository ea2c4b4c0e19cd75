using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Requests;

/// <summary>Tells who calls, for history and logs.</summary>
internal sealed class CallerIdentity(ControlApiOptions options)
{
    private const string _credential = "Credential=";

    /// <summary>
    /// The caller's ARN: the user that the access key of an <c>Authorization</c> header stands for, else the account itself.
    /// A host on a loopback address trusts whoever reaches it, so the signature is not checked here.
    /// </summary>
    public string ActorOf(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString().AsSpan();
        var start = authorization.IndexOf(_credential, StringComparison.Ordinal);
        if (start < 0)
        {
            return $"arn:aws:iam::{options.AccountId}:root";
        }

        var key = authorization[(start + _credential.Length)..];
        var end = key.IndexOf('/');
        key = end is > 0 and <= 128 ? key[..end] : "unknown";
        return key.ContainsAnyExceptInRange('!', '~') ? $"arn:aws:iam::{options.AccountId}:user/unknown" : $"arn:aws:iam::{options.AccountId}:user/{key}";
    }
}
