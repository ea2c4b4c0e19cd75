using ControlPlane.Domain.Errors;
using ControlPlane.Lambda.Signing;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Identity;

/// <summary>
/// Believes who signs with a known access key (Signature Version 4, as every AWS client does), and nobody else. The body counts as signed in
/// any case: its hash is taken of what came. Regions are not compared, as clients of a host of one's own are often set to another.
/// </summary>
public sealed class SignatureAuthentication : ICallerAuthentication
{
    /// <summary>How far the clocks of caller and host may be apart.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(5);

    // Longer than two requests of one second can be apart on their way here.
    private static readonly TimeSpan _sameMoment = TimeSpan.FromSeconds(3);

    // Signatures are written to the second.
    private static readonly TimeSpan _untilNextSignature = TimeSpan.FromSeconds(1);

    private const long _strangersBody = 1024 * 1024;

    // Signatures of unknown keys are computed too, with a secret nobody has.
    private static readonly AccessKey _nobody = AccessKey.ForProcess("");

    private readonly IAccessKeys _keys;
    private readonly TimeProvider _time;
    private readonly Func<HttpContext, long> _bodyLimit;
    private readonly SpentSignatures _spent;

    /// <summary>Creates the authentication.</summary>
    /// <param name="keys">The known keys.</param>
    /// <param name="time">What signatures' times are compared with.</param>
    /// <param name="bodyLimit">How long the body of a request may be, bytes.</param>
    public SignatureAuthentication(IAccessKeys keys, TimeProvider time, Func<HttpContext, long> bodyLimit)
    {
        _keys = keys;
        _time = time;
        _bodyLimit = bodyLimit;

        // A clock that is ahead signs with a time that is MaxSkew away and good for as long again; each signature is kept from its own time on.
        _spent = new SpentSignatures(time, MaxSkew);
    }

    /// <inheritdoc/>
    public async ValueTask<CallerIdentity> AuthenticateAsync(HttpContext context)
    {
        // A host that guards its port asks before the operation asks again; the signature counts once.
        if (context.Features.Get<CallerIdentity>() is { } known)
        {
            return known;
        }

        var caller = await VerifyAsync(context).ConfigureAwait(false);
        context.Features.Set(caller);
        return caller;
    }

    private async ValueTask<CallerIdentity> VerifyAsync(HttpContext context)
    {
        var request = context.Request;
        var signature = RequestSignature.Of(request);
        var changes = !WriteAccess.IsRead(request.Method);
        if (signature.Service is not ("apigateway" or "lambda" or "execute-api"))
        {
            throw Invalid("Credential should be scoped to correct service: 'apigateway'.");
        }

        CheckTime(signature, changes);
        var key = _keys.Find(signature.AccessKeyId);

        // Strangers get as far as everybody, in the same time, but not with a body that fills the memory.
        string hash;
        try
        {
            hash = await RequestHash.OfBodyAsync(request, key is null ? _strangersBody : _bodyLimit(context)).ConfigureAwait(false);
        }
        catch (ApiException tooLarge) when (key is null && tooLarge.Type == ErrorType.RequestEntityTooLargeException)
        {
            throw Unrecognized();
        }

        var isSigned = signature.IsOf(request, hash, (key ?? _nobody).Secret);

        // A session token belongs to keys that AWS lends for a while; there are none here.
        if (key is null || request.Headers.ContainsKey("X-Amz-Security-Token") || request.Query.ContainsKey("X-Amz-Security-Token"))
        {
            throw Unrecognized();
        }

        if (!isSigned)
        {
            throw Invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
                + "Consult the service documentation for details.");
        }

        if (changes && key.IsOnce)
        {
            await SpendAsync(signature, context.RequestAborted).ConfigureAwait(false);
        }

        return new CallerIdentity(key.Arn)
        {
            AccessKeyId = key.Id,
            SourceIp = context.Connection.RemoteIpAddress?.ToString(),
            CanWrite = key.CanWrite,
        };
    }

    private void CheckTime(RequestSignature signature, bool changes)
    {
        var now = _time.GetUtcNow();
        var minutes = $"{MaxSkew.TotalMinutes:0} min.";
        if (signature.Time > now + MaxSkew)
        {
            throw Invalid(
                $"Signature not yet current: {RequestSignature.TimeText(signature.Time)} is still later than {RequestSignature.TimeText(now + MaxSkew)} ({RequestSignature.TimeText(now)} + {minutes})");
        }

        // What changes something is remembered while it is good, so a presigned one is good no longer than a signed header.
        var lifetime = signature.Lifetime is { } stated && (!changes || stated < MaxSkew) ? stated : MaxSkew;
        if (signature.Time < now - lifetime)
        {
            throw Invalid(lifetime == MaxSkew
                ? $"Signature expired: {RequestSignature.TimeText(signature.Time)} is now earlier than {RequestSignature.TimeText(now - MaxSkew)} ({RequestSignature.TimeText(now)} - {minutes})"
                : $"Signature expired: {RequestSignature.TimeText(signature.Time + lifetime)} is now earlier than {RequestSignature.TimeText(now)}");
        }
    }

    /// <summary>
    /// Lets a signature allow one change. Two equal requests of one second have equal signatures: AWS's CLI and boto3 sign neither an id nor the
    /// number of the attempt, so a repetition may be a replay, a retry after a lost answer, or the same command given twice. Nothing can tell them
    /// apart, except that only the owner of the key can sign again. So a repetition is refused in any case; one that comes with its original
    /// is told to come back (429, which all AWS clients retry with a new signature) when the second is over, so that the new signature is
    /// another one. A later one is nobody's retry.
    /// </summary>
    private async ValueTask SpendAsync(RequestSignature signature, CancellationToken cancelled)
    {
        if (_spent.TrySpend(signature.Time, signature.Fingerprint, out var age))
        {
            return;
        }

        if (age is null)
        {
            throw new ApiException(ErrorType.TooManyRequestsException, "Too many changes within five minutes. Please try again later.");
        }

        if (age > _sameMoment)
        {
            throw Invalid("The signature was used before. A signature allows one change; sign the request again.");
        }

        await Task.Delay(_untilNextSignature, _time, cancelled).ConfigureAwait(false);
        throw new ApiException(
            ErrorType.TooManyRequestsException,
            "An equal request was signed in the same second. A signature allows one change; sign the request again to repeat it.");
    }

    private static ApiException Invalid(string message) => new(ErrorType.InvalidSignatureException, message);

    private static ApiException Unrecognized() =>
        new(ErrorType.UnrecognizedClientException, "The security token included in the request is invalid.");
}
