namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>What another statement does not match.</summary>
internal sealed class NotMatcher(StatementMatcher other) : StatementMatcher
{
    public override bool ReadsBody => other.ReadsBody;

    public override bool Matches(RequestContext request) => !other.Matches(request);
}

/// <summary>What all of some statements match, or what any of them does.</summary>
internal sealed class SeveralMatcher(StatementMatcher[] matchers, bool all) : StatementMatcher
{
    public override bool ReadsBody { get; } = Array.Exists(matchers, static matcher => matcher.ReadsBody);

    public override bool Matches(RequestContext request)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Matches(request) != all)
            {
                return !all;
            }
        }

        return all;
    }
}
