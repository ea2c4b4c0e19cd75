using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.WebAcls.Statements;

namespace ControlPlane.Gateway.WebAcls;

/// <summary>A rule of a web ACL, compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Action">What becomes of the requests it matches.</param>
/// <param name="Matcher">Which they are.</param>
/// <param name="Reason">Why a request is refused by it, for the log.</param>
internal sealed record FilterRule(string Name, WebAclAction Action, StatementMatcher Matcher, string Reason)
{
    /// <summary>What metrics and logs call what becomes of requests that no rule decides (AWS: Default_Action).</summary>
    public const string DefaultName = "Default_Action";
}
