using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>The web ACL of a stage, compiled: the first thing its requests must pass.</summary>
/// <param name="name">Its name.</param>
/// <param name="rules">Its rules in order.</param>
/// <param name="blocksRest">Whether requests that no rule decides are refused.</param>
/// <param name="instruments">Counts what the rules do.</param>
internal sealed class WebAclFilter(string name, FilterRule[] rules, bool blocksRest, WebAclInstruments instruments)
{
    private readonly string _restReason = $"The web ACL {name} blocks what none of its rules allows.";

    /// <summary>Lets a request pass, or not.</summary>
    /// <returns>Null when it may go on.</returns>
    /// <exception cref="GatewayFailure">A rule looks at the body, and that cannot be read.</exception>
    public ValueTask<GatewayError?> FilterAsync(RequestContext request)
    {
        var started = request.Now();
        var next = 0;
        return Run(request, ref next, out var refusal) ? new(End(request, started, refusal)) : ReadAsync(request, next, started);
    }

    private async ValueTask<GatewayError?> ReadAsync(RequestContext request, int next, long started)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        Run(request, ref next, out var refusal);
        return End(request, started, refusal);
    }

    /// <summary>Looks at the rules from one on.</summary>
    /// <returns>False when the next one needs the body, which was not read yet.</returns>
    private bool Run(RequestContext request, ref int next, out GatewayError? refusal)
    {
        refusal = null;
        for (; next < rules.Length; next++)
        {
            var rule = rules[next];
            if (rule.Matcher.ReadsBody && request.NeedsBody)
            {
                return false;
            }

            if (!rule.Matcher.Matches(request))
            {
                continue;
            }

            request.LogRule(name, rule.Name, rule.Action);
            instruments.Count(request, rule.Name, rule.Action);
            if (rule.Action == WebAclAction.Count)
            {
                continue;
            }

            refusal = rule.Action == WebAclAction.Block ? request.Refuse(GatewayError.Filtered, rule.Reason) : null;
            return true;
        }

        instruments.Count(request, FilterRule.DefaultName, blocksRest ? WebAclAction.Block : WebAclAction.Allow);
        refusal = blocksRest ? request.Refuse(GatewayError.Filtered, _restReason) : null;
        return true;
    }

    private static GatewayError? End(RequestContext request, long started, GatewayError? refusal)
    {
        request.IsFilterPassed = refusal is null;
        request.FilterTicks = request.Now() - started;
        return refusal;
    }
}
