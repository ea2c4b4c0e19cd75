namespace ControlPlane.Gateway.Integrations;

/// <summary>Integration URIs that name a Lambda function.</summary>
internal static class FunctionUri
{
    private const string Service = ":lambda:path/";
    private const string Before = "/functions/";
    private const string After = "/invocations";

    /// <summary>
    /// The function, with its qualifier if it has one, of
    /// <c>arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function}/invocations</c>; null for anything else.
    /// </summary>
    public static string? FindFunction(string uri)
    {
        if (!uri.StartsWith("arn:", StringComparison.Ordinal) || !uri.EndsWith(After, StringComparison.Ordinal))
        {
            return null;
        }

        var service = uri.IndexOf(Service, StringComparison.Ordinal);
        var start = service < 0 ? -1 : uri.IndexOf(Before, service, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += Before.Length;
        var function = uri[start..Math.Max(start, uri.Length - After.Length)];
        return function.Length == 0 || function.EndsWith(':') || function.Contains('/', StringComparison.Ordinal) ? null : function;
    }
}
