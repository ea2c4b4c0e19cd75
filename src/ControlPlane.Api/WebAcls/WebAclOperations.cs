using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Api.WebAcls;

/// <summary>Our own operations on the web ACL of a stage.</summary>
internal static class WebAclOperations
{
    private const string _path = StageOperations.One + "/webacl";

    private static readonly StructureShape _rule = new(
        "WebAclRule",
        [
            new Member("name", Shape.Text, "The rule's name, no other rule's: letters, digits, _ and -.").Needed(),
            new Member("priority", Shape.Integer, "Rules with lower numbers are looked at first; 0 or more, no other rule's.").Needed(),
            Members.OneOf<WebAclAction>("action", "What becomes of the requests it matches; COUNT logs and counts them, and goes on.").Needed(),
            new Member("statement", Statement(), "Which requests it matches.").Needed(),
        ]);

    private static readonly Member[] _settings =
    [
        new Member("name", Shape.Text, "Its name: letters, digits, _ and -.").Needed(),
        new Member("defaultAction", Shape.Text, "What becomes of requests that no rule allows or blocks.") { Values = ["ALLOW", "BLOCK"] }.Needed(),
        new("rules", new ListShape(_rule), "The rules, at most 100."),
    ];

    private static readonly StructureShape _webAcl = new(
        "WebAcl",
        [
            new("id", Shape.Text, "Its id."),
            new("arn", Shape.Text, "Its ARN, the stage's webAclArn."),
            .. _settings,
        ]);

    public static Operation Put { get; } = new(
        "PutStageWebAcl", "PUT", _path, 200, "Sets the rules that the requests of a stage and its canary must pass before anything else.")
    {
        Headers = [Members.IfMatch],
        Body = _settings,
        Output = _webAcl,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetStageWebAcl", "GET", _path, 200, "Shows the web ACL of a stage.") { Output = _webAcl, IsApiGateways = false };

    public static Operation Delete { get; } = new("DeleteStageWebAcl", "DELETE", _path, 204, "Takes the web ACL of a stage away.")
    {
        Headers = [Members.IfMatch],
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, Delete];

    /// <summary>The shape of statements, which have statements in them.</summary>
    private static StructureShape Statement()
    {
        var members = new List<Member>();
        var statement = new StructureShape("WebAclStatement", members);
        var rate = new StructureShape(
            "WebAclRateBased",
            [
                new Member("limit", Shape.Integer, "Requests of one client within a window that pass.").Needed(),
                new("evaluationWindowSeconds", Shape.Integer, "The window, 1 to 600 s; 300 when absent."),
                Members.OneOf<RateKey>("aggregateKey", "What tells clients apart; IP when absent."),
                new("headerName", Shape.Text, "The header of the keys FORWARDED_IP (X-Forwarded-For when absent) and HEADER."),
                new("scopeDown", statement, "Which requests are counted; all when absent."),
            ]);
        members.AddRange(
        [
            new("ipSet", new StructureShape("WebAclIpSet", [new Member("addresses", Shape.Texts, "Address ranges, IPv4 or IPv6: 192.0.2.0/24.").Needed()]), "Callers in these networks."),
            new(
                "geoMatch",
                new StructureShape(
                    "WebAclGeoMatch",
                    [
                        new Member("countryCodes", Shape.Texts, "Countries, two upper-case letters each.").Needed(),
                        new("headerName", Shape.Text, "The header that names the country; CloudFront-Viewer-Country when absent."),
                    ]),
                "Callers in these countries, as a header tells."),
            new("methods", Shape.Texts, "Requests with these verbs."),
            new(
                "sizeConstraint",
                new StructureShape(
                    "WebAclSizeConstraint",
                    [
                        Members.OneOf<RequestPart>("fieldToMatch", "Which part.").Needed(),
                        Members.OneOf<SizeComparison>("comparisonOperator", "How its size is compared.").Needed(),
                        new Member("size", Shape.Long, "Bytes.").Needed(),
                    ]),
                "Requests with a part of this size."),
            new("rateBased", rate, "Requests of clients that send too many, as one router sees them; not inside another statement."),
            new("not", statement, "What this statement does not match."),
            new("and", new ListShape(statement), "What all of these match."),
            new("or", new ListShape(statement), "What any of these matches."),
        ]);
        return statement;
    }
}
