using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Testing;
using ControlPlane.Gateway.WebAcls.Rates;
using ControlPlane.Gateway.WebAcls.Statements;

namespace ControlPlane.Gateway.Explaining;

/// <summary>Tells what the web ACL of a stage would do to a request. How many requests its client has sent is not known here.</summary>
internal static class WebAclExplainer
{
    /// <summary>Why the web ACL would block a request, or null when it would not.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="request">The request; its body counts as empty, and without an address it is in no network.</param>
    /// <exception cref="InvalidDataException">A rule is none that this version knows.</exception>
    public static string? FindBlock(Stage stage, ExplainedRequest request)
    {
        if (stage.WebAcl is not { } acl)
        {
            return null;
        }

        var prefix = $"/{stage.StageName}";
        var context = new RequestContext(new TestExchange(request.Verb, prefix + request.Path, request.Headers, "", request.SourceIp ?? ""), TimeProvider.System);
        context.Begin();
        context.Location = new Location(HostName.Test, HostName.TestPrefix, 0, prefix.Length, prefix.Length);
        foreach (var rule in acl.Rules)
        {
            var matcher = StatementCompiler.Compile(WebAclStatement.Parse(rule.Statement), static _ => new RateTable(1, 1, 8));
            if (rule.Action != WebAclAction.Count && matcher is not RateMatcher && matcher.Matches(context))
            {
                return rule.Action == WebAclAction.Block ? $"The rule {rule.Name} of the web ACL {acl.Name} blocks the request: the answer is 403 Forbidden." : null;
            }
        }

        return acl.DefaultAction == WebAclAction.Block ? $"The web ACL {acl.Name} blocks what none of its rules allows: the answer is 403 Forbidden." : null;
    }
}
