using ControlPlane.Api.Accounts;
using ControlPlane.Api.Description;
using ControlPlane.Domain.UsagePlans;

namespace ControlPlane.Api.UsagePlans;

/// <summary>The operations on usage plans.</summary>
internal static class UsagePlanOperations
{
    private const string _all = "/usageplans";

    /// <summary>The path of one plan.</summary>
    public const string One = _all + "/{usageplanId}";

    private static readonly StructureShape _stage = new(
        "ApiStage",
        [
            new("apiId", Shape.Text, "The API."),
            new("stage", Shape.Text, "The stage."),
            new("throttle", new MapShape(AccountOperations.ThrottleSettings), "How fast each key may call single methods, by resource path and verb."),
        ]);

    private static readonly Member _name = new("name", Shape.Text, "The plan's name.");

    private static readonly Member[] _settings =
    [
        Members.Description,
        new("apiStages", new ListShape(_stage), "The stages it opens."),
        new("throttle", AccountOperations.ThrottleSettings, "How fast each key may call."),
        new(
            "quota",
            new StructureShape(
                "QuotaSettings",
                [
                    new("limit", Shape.Integer, "Requests of a period."),
                    new("offset", Shape.Integer, "The day on which a period begins."),
                    Members.OneOf<QuotaPeriod>("period", "How long it takes."),
                ]),
            "How often each key may call."),
        Members.Tags,
    ];

    private static readonly StructureShape _plan = new(
        "UsagePlan",
        [
            new("id", Shape.Text, "The plan's id."),
            _name,
            .. _settings,
            new("productCode", Shape.Text, "The product on the AWS Marketplace."),
        ]);

    public static Operation Create { get; } = new("CreateUsagePlan", "POST", _all, 201, "Creates a usage plan.")
    {
        Body = [_name.Needed(), .. _settings],
        Output = _plan,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetUsagePlans", "GET", _all, 200, "Lists the usage plans.")
    {
        Query = [.. Members.Paging, new("keyId", Shape.Text, "Only plans of this API key.")],
        Output = _plan.Page("UsagePlans", "items"),
    };

    public static Operation Get { get; } = new("GetUsagePlan", "GET", One, 200, "Shows a usage plan.") { Output = _plan };

    public static Operation Update { get; } = new("UpdateUsagePlan", "PATCH", One, 200, "Changes a usage plan.")
    {
        Body = [Members.PatchOperations],
        Output = _plan,
    };

    public static Operation Delete { get; } = new("DeleteUsagePlan", "DELETE", One, 202, "Deletes a usage plan that opens no stage any more.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete];
}
