using Amazon.Runtime;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Connections;

/// <summary>Where the Lambda service is and who signs, as the standard variables of AWS tools say it.</summary>
internal static class LambdaEnvironment
{
    /// <summary>Reads <c>AWS_REGION</c> or <c>AWS_DEFAULT_REGION</c>, <c>AWS_ENDPOINT_URL_LAMBDA</c> or <c>AWS_ENDPOINT_URL</c>, and finds credentials.</summary>
    /// <param name="variable">Reads a variable.</param>
    /// <returns>The service, and the signer; null for a service of this machine when <c>AWS_ACCESS_KEY_ID</c> is not set.</returns>
    /// <exception cref="InvalidOperationException">Something is missing; the message is one line.</exception>
    public static (Uri Address, RequestSigner? Signer) Read(Func<string, string?> variable)
    {
        var endpoint = Value("AWS_ENDPOINT_URL_LAMBDA") is { } own ? ("AWS_ENDPOINT_URL_LAMBDA", own)
            : Value("AWS_ENDPOINT_URL") is { } any ? ("AWS_ENDPOINT_URL", any)
            : default((string Name, string Text)?);
        var region = Value("AWS_REGION") ?? Value("AWS_DEFAULT_REGION")
            ?? throw new InvalidOperationException("The Lambda service needs a region: set AWS_REGION.");
        var address = endpoint is { } given ? Parse(given.Name, given.Text) : Default(region);
        if (address.IsLoopback && Value("AWS_ACCESS_KEY_ID") is null)
        {
            return (address, null);
        }

        try
        {
            return (address, RequestSigner.ForLambda(region));
        }
        catch (AmazonClientException exception)
        {
            throw new InvalidOperationException(
                $"The Lambda service at {address.GetLeftPart(UriPartial.Authority)} needs AWS credentials: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    private static Uri Default(string region)
    {
        var domain = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return Parse("AWS_REGION", $"https://lambda.{region}.{domain}");
    }

    private static Uri Parse(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"{name} gives no address of the Lambda service: '{text}'.");
}
