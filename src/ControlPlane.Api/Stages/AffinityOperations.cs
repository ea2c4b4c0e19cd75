using ControlPlane.Api.Description;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Api.Stages;

/// <summary>Our own operations on who is in the canary of a stage.</summary>
internal static class AffinityOperations
{
    private const string _path = StageOperations.One + "/affinity";

    private static readonly Member _by = Members.OneOf<AffinityKey>("by", "What a client is known by, so that it stays where it is; random when absent.");
    private static readonly Member _name = new("name", Shape.Text, "The header's, cookie's or claim's name; for cookies canary-affinity when absent.");
    private static readonly Member _missing =
        Members.OneOf<MissingAffinityKey>("missing", "Where requests without the header, claim or address go; base when absent. Without the cookie, which the router then sets, chance decides.");

    private static readonly Member _cookie = new(
        "cookie",
        new StructureShape(
            "AffinityCookie",
            [
                new("maxAgeSeconds", Shape.Integer, "Seconds it is kept, 60 to 34560000; 0 for as long as the browser runs; 2592000 (30 days) when absent."),
                new("path", Shape.Text, "The path it is sent to; / when absent."),
                new("secure", Shape.Boolean, "Whether it is sent over https alone; as the request was sent when absent."),
                Members.OneOf<SameSiteMode>("sameSite", "To whom browsers send it; Lax when absent."),
            ]),
        "The cookie that the router sets, when by is cookie.");

    private static readonly Member _headerName = new("headerName", Shape.Text, "The header; it goes no further than the router.");

    private static readonly Member _rules = new(
        "rules",
        new ListShape(new StructureShape(
            "CanaryRule",
            [
                Members.OneOf<CanaryRuleSubject>("by", "What is looked at.").Needed(),
                new("name", Shape.Text, "The header's, query parameter's or claim's name."),
                new("value", Shape.Text, "The value that matches; any when absent."),
                new("range", Shape.Text, "For sourceIp: the addresses that match, a CIDR block or one address."),
                Members.OneOf<CanaryRuleEffect>("canary", "What becomes of requests that match.").Needed(),
            ])),
        "Who is always or never in the canary, whatever its share; the first that matches counts. At most 20.");

    private static readonly Member _responseHeader = new("responseHeader", Shape.Text, "The response header that says base or canary; none when absent.");

    /// <summary>The affinity as it and its stage show it.</summary>
    public static StructureShape Affinity { get; } = new(
        "CanaryAffinity",
        [
            _by,
            _name,
            _missing,
            _cookie,
            new(
                "override",
                new StructureShape("CanaryOverride", [_headerName, new("secretSet", Shape.Boolean, "True: a secret is set. It is not shown.")]),
                "The header by which whoever knows the secret picks a variant."),
            _rules,
            _responseHeader,
        ]);

    public static Operation Put { get; } = new(
        "PutStageAffinity", "PUT", _path, 200, "Sets who of a stage's clients is in its canary: by rules, and sticky by header, cookie, claim or address.")
    {
        Headers = [Members.IfMatch],
        Body =
        [
            _by,
            _name,
            _missing,
            _cookie,
            new(
                "override",
                new StructureShape(
                    "CanaryOverrideInput",
                    [
                        _headerName.Needed(),
                        new("secret", Shape.Text, "12 to 128 characters; the one that is set stays when absent. The header picks with {secret}=canary, {secret}=base, or the secret alone for the canary."),
                    ]),
                "A header by which testers pick a variant, also at 0 and at 100 %."),
            _rules,
            _responseHeader,
        ],
        Output = Affinity,
        IsApiGateways = false,
    };

    public static Operation Get { get; } = new("GetStageAffinity", "GET", _path, 200, "Shows who of a stage's clients is in its canary.")
    {
        Output = Affinity,
        IsApiGateways = false,
    };

    public static Operation Delete { get; } = new("DeleteStageAffinity", "DELETE", _path, 204, "Leaves it to chance who is in a stage's canary.")
    {
        Headers = [Members.IfMatch],
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Put, Get, Delete];
}
