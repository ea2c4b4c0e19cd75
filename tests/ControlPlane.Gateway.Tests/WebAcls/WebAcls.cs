using System.Text.Json;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.WebAcls;

/// <summary>Web ACLs to test with.</summary>
internal static class WebAcls
{
    public const string Arn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/edge/id";

    /// <summary>A web ACL whose rules are called <c>r0</c>, <c>r1</c> and so on.</summary>
    public static WebAcl Of(string defaultAction, params (string Action, string Statement)[] rules) => WebAclRules.Create(
        "id", "edge", defaultAction,
        [.. rules.Select((rule, i) => new WebAclRules.GivenRule($"r{i}", i, rule.Action, JsonElement.Parse(rule.Statement)))]);

    /// <summary>The sample stage with one.</summary>
    public static Stage Stage(string defaultAction, params (string Action, string Statement)[] rules) =>
        Sample.Stage() with { WebAcl = Of(defaultAction, rules), WebAclArn = Arn };
}
