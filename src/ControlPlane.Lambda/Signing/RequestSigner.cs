using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace ControlPlane.Lambda.Signing;

/// <summary>Signs requests to an AWS service with Signature Version 4. Safe to call from many requests at once.</summary>
/// <remarks>
/// AWSSDK.Core gives the credentials but not the signing: its signer takes the SDK's own request objects and client configuration, and would have
/// requests built twice. This one signs what is sent, is checked against AWS's published vectors, and verifies what comes too.
/// </remarks>
public sealed class RequestSigner
{
    private readonly AWSCredentials _credentials;
    private readonly string _region;
    private readonly string _service;
    private readonly TimeProvider _time;
    private DayKey? _key;

    /// <summary>Creates a signer.</summary>
    /// <param name="credentials">Who signs; asked for every request, as they expire.</param>
    /// <param name="region">The region, for example <c>us-east-1</c>.</param>
    /// <param name="service">The service's signing name, for example <c>lambda</c>.</param>
    /// <param name="time">What the signature's time comes from.</param>
    public RequestSigner(AWSCredentials credentials, string region, string service, TimeProvider? time = null)
    {
        _credentials = credentials;
        _region = region;
        _service = service;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>A signer for the Lambda service with the credentials AWS tools find: environment, profiles, roles.</summary>
    /// <exception cref="AmazonClientException">There are no credentials.</exception>
    public static RequestSigner ForLambda(string region) => new(DefaultAWSCredentialsIdentityResolver.GetCredentials(), region, "lambda");

    /// <summary>Adds <c>X-Amz-Date</c>, <c>X-Amz-Security-Token</c> and <c>Authorization</c> over the host, all headers set so far and the body.</summary>
    /// <param name="request">The request; its address must be absolute.</param>
    /// <param name="body">The body it will send.</param>
    /// <param name="cancellationToken">Gives up waiting for credentials.</param>
    public async ValueTask SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var credentials = await _credentials.GetCredentialsAsync().ConfigureAwait(false);
        var now = _time.GetUtcNow();
        request.Headers.TryAddWithoutValidation("X-Amz-Date", SigningScope.Time(now));
        if (credentials.UseToken)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.Token);
        }

        var canonical = CanonicalRequest.Of(request, body.Span);
        var scope = new SigningScope(SigningScope.DayOf(now), _region, _service);
        var signature = scope.Sign(Key(scope, credentials.SecretKey), now, canonical);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{SigningScope.Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={canonical.SignedHeaders}, Signature={signature}");
    }

    private byte[] Key(SigningScope scope, string secretKey)
    {
        if (_key is { } known && known.Day == scope.Day && known.SecretKey == secretKey)
        {
            return known.Key;
        }

        var key = scope.Key(secretKey);
        _key = new DayKey(secretKey, scope.Day, key);
        return key;
    }

    private sealed record DayKey(string SecretKey, string Day, byte[] Key);
}
