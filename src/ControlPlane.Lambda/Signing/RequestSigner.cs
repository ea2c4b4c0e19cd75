using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace ControlPlane.Lambda.Signing;

/// <summary>Signs requests to an AWS service with Signature Version 4. Safe to call from many requests at once.</summary>
public sealed class RequestSigner
{
    private readonly AWSCredentials _credentials;
    private readonly SigningScope _scope;
    private readonly TimeProvider _time;

    /// <summary>Creates a signer.</summary>
    /// <param name="credentials">Who signs; asked for every request, as they expire.</param>
    /// <param name="region">The region, for example <c>us-east-1</c>.</param>
    /// <param name="service">The service's signing name, for example <c>lambda</c>.</param>
    /// <param name="time">What the signature's time comes from.</param>
    public RequestSigner(AWSCredentials credentials, string region, string service, TimeProvider? time = null)
    {
        _credentials = credentials;
        _scope = new SigningScope(region, service);
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
        request.Headers.TryAddWithoutValidation("X-Amz-Date", now.UtcDateTime.ToString(CanonicalRequest.DateFormat, CultureInfo.InvariantCulture));
        if (credentials.UseToken)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", credentials.Token);
        }

        var canonical = CanonicalRequest.Of(request, body.Span);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            _scope.Authorization(credentials.AccessKey, credentials.SecretKey, now.UtcDateTime, canonical));
    }
}
