using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.WebAcls.Rates;
using ControlPlane.Gateway.WebAcls.Statements;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>Compiles the web ACLs of stages.</summary>
internal sealed class WebAclBinder(RateTables tables, WebAclInstruments instruments)
{
    /// <summary>The web ACL of a stage, or null when it has none.</summary>
    /// <exception cref="InvalidDataException">A rule of it is none that this version knows: to serve without it would let everybody through.</exception>
    public WebAclFilter? Bind(Stage stage)
    {
        if (stage.WebAcl is not { } acl)
        {
            return null;
        }

        var rules = new FilterRule[acl.Rules.Count];
        for (var i = 0; i < rules.Length; i++)
        {
            var rule = acl.Rules[i];
            var matcher = StatementCompiler.Compile(WebAclStatement.Parse(rule.Statement), rate => tables.Find(stage, rule.Name, rate));
            rules[i] = new FilterRule(rule.Name, rule.Action, matcher, $"The rule {rule.Name} of the web ACL {acl.Name} blocks the request.");
        }

        return new WebAclFilter(acl.Name, rules, acl.DefaultAction == WebAclAction.Block, instruments);
    }
}
