using ControlPlane.Api.Description;

namespace ControlPlane.Api.UsagePlans;

/// <summary>The operations on the API keys of a usage plan.</summary>
internal static class UsagePlanKeyOperations
{
    private const string _all = UsagePlanOperations.One + "/keys";
    private const string _one = _all + "/{keyId}";

    private static readonly StructureShape _key = new(
        "UsagePlanKey",
        [
            new("id", Shape.Text, "The key's id."),
            new("type", Shape.Text, "API_KEY."),
            new("value", Shape.Text, "The key's value."),
            new("name", Shape.Text, "The key's name."),
        ]);

    public static Operation Create { get; } = new("CreateUsagePlanKey", "POST", _all, 201, "Lets an API key join a usage plan.")
    {
        Body = [new Member("keyId", Shape.Text, "The key's id.").Needed(), new Member("keyType", Shape.Text, "API_KEY.").Needed()],
        Output = _key,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetUsagePlanKeys", "GET", _all, 200, "Lists the API keys of a usage plan.")
    {
        Query = [.. Members.Paging, new("nameQuery", Shape.Text, "Only keys whose name begins so.") { WireName = "name" }],
        Output = _key.Page("UsagePlanKeys", "items"),
    };

    public static Operation Get { get; } = new("GetUsagePlanKey", "GET", _one, 200, "Shows an API key of a usage plan.") { Output = _key };

    public static Operation Delete { get; } = new("DeleteUsagePlanKey", "DELETE", _one, 202, "Takes an API key out of a usage plan.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Delete];
}
