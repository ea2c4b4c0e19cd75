using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Identity;

/// <summary>Believes whoever reaches a loopback address: for hosts that no other machine can reach, and for nothing else.</summary>
/// <param name="options">The account that callers belong to.</param>
public sealed class LoopbackCallerAuthentication(ControlApiOptions options) : ICallerAuthentication
{
    private const string _credential = "Credential=";

    /// <summary>
    /// The user that the access key of an <c>Authorization</c> header stands for, else the account itself. The signature is not checked.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask<CallerIdentity> AuthenticateAsync(HttpContext context)
    {
        var key = AccessKeyOf(context.Request.Headers.Authorization.ToString());
        var arn = key is null ? $"arn:aws:iam::{options.AccountId}:root" : $"arn:aws:iam::{options.AccountId}:user/{key}";
        return ValueTask.FromResult(new CallerIdentity(arn) { AccessKeyId = key, SourceIp = context.Connection.RemoteIpAddress?.ToString() });
    }

    private static string? AccessKeyOf(ReadOnlySpan<char> authorization)
    {
        var start = authorization.IndexOf(_credential, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var key = authorization[(start + _credential.Length)..];
        var end = key.IndexOf('/');
        key = end is > 0 and <= 128 ? key[..end] : "unknown";
        return key.ContainsAnyExceptInRange('!', '~') ? "unknown" : key.ToString();
    }
}
