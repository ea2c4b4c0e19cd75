namespace ControlPlane.Gateway.Admission;

/// <summary>What policies call the methods of a stage.</summary>
/// <param name="region">The region.</param>
/// <param name="accountId">The account.</param>
internal sealed class MethodArn(string region, string accountId)
{
    private readonly string _prefix = $"arn:aws:execute-api:{region}:{accountId}:";

    // As messages show it to strangers.
    private readonly string _maskedPrefix = $"arn:aws:execute-api:{region}:********{(accountId.Length > 4 ? accountId[^4..] : accountId)}:";

    /// <summary>What the ARNs of an API's methods begin with.</summary>
    public string OfApi(string apiId) => $"{_prefix}{apiId}/";

    /// <summary><c>arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}</c>, the path as sent but for a slash at its end, which resources do not have.</summary>
    public string Of(RequestContext request) => _prefix + Rest(request);

    /// <summary>The same, with most of the account hidden.</summary>
    public string Masked(RequestContext request) => _maskedPrefix + Rest(request);

    private static string Rest(RequestContext request)
    {
        var path = request.Location.RoutePath(request.Exchange.Path).Trim('/');
        return $"{request.Stage!.ApiId}/{request.Stage.StageName}/{request.Verb}/{path}";
    }
}
