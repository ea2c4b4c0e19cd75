using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using ControlPlane.Lambda.Connections;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Rollouts.Aws;

/// <summary>
/// The few calls of AWS services that rollouts make, signed with Signature Version 4. Region, addresses and credentials are those of the standard
/// variables of AWS tools: <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>, <c>AWS_ENDPOINT_URL_&lt;SERVICE&gt;</c> or <c>AWS_ENDPOINT_URL</c>.
/// </summary>
/// <remarks>Written out, since three calls would not be worth the SDK's packages of three services on a function's cold start.</remarks>
internal sealed class AwsServices : IDisposable
{
    private const int _maxAnswer = 1024 * 1024;

    private readonly Func<string, string?> _variable;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Lazy<AWSCredentials> _credentials;

    public AwsServices(Func<string, string?> variable, TimeProvider time, Func<AWSCredentials>? credentials = null)
    {
        (_variable, _time) = (variable, time);
        _credentials = new(credentials ?? (static () => DefaultAWSCredentialsIdentityResolver.GetCredentials()), LazyThreadSafetyMode.PublicationOnly);
        _http = new HttpClient(PlainConnections.NewHandler(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = _maxAnswer,
        };
    }

    /// <summary>Sends a POST.</summary>
    /// <param name="service">The service.</param>
    /// <param name="region">The region, or null for the environment's.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="operation">The <c>X-Amz-Target</c>, or null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The status and the body that was answered.</returns>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    /// <exception cref="InvalidOperationException">Region or credentials are missing; the message is one line.</exception>
    public async Task<(int Status, string Body)> PostAsync(
        AwsService service, string? region, string body, string contentType, string? operation, CancellationToken cancellationToken)
    {
        region ??= Value("AWS_REGION") ?? Value("AWS_DEFAULT_REGION") ?? throw new InvalidOperationException("AWS calls need a region: set AWS_REGION.");
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(service, region));
        var bytes = Encoding.UTF8.GetBytes(body);
        request.Content = new ByteArrayContent(bytes);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (operation is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Target", operation);
        }

        await SignAsync(request, bytes, region, service.SigningName, cancellationToken).ConfigureAwait(false);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _http.Dispose();

    private async Task SignAsync(HttpRequestMessage request, byte[] body, string region, string signingName, CancellationToken cancellationToken)
    {
        try
        {
            await new RequestSigner(_credentials.Value, region, signingName, _time).SignAsync(request, body, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw new InvalidOperationException($"AWS calls need credentials: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private Uri AddressOf(AwsService service, string region)
    {
        var domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        var text = Value($"AWS_ENDPOINT_URL_{service.Variable}") ?? Value("AWS_ENDPOINT_URL") ?? $"https://{service.Host}.{region}.{domain}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"'{text}' is no address of {service.Host}.");
    }

    private string? Value(string name) => _variable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>An AWS service.</summary>
/// <param name="Host">What its address begins with.</param>
/// <param name="SigningName">What signatures call it.</param>
/// <param name="Variable">What its variable ends with.</param>
internal sealed record AwsService(string Host, string SigningName, string Variable)
{
    /// <summary>Amazon CloudWatch.</summary>
    public static AwsService CloudWatch { get; } = new("monitoring", "monitoring", "CLOUDWATCH");

    /// <summary>Amazon SNS.</summary>
    public static AwsService Sns { get; } = new("sns", "sns", "SNS");

    /// <summary>Amazon EventBridge.</summary>
    public static AwsService EventBridge { get; } = new("events", "events", "EVENTBRIDGE");
}

/// <summary>Bodies of AWS's query protocol: forms.</summary>
internal static class QueryForm
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>A form.</summary>
    public static string Of(params (string Name, string Value)[] fields) =>
        string.Join('&', fields.Select(static field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
}
