using ControlPlane.Api.Description;

namespace ControlPlane.Api.UsagePlans;

/// <summary>The operations on what keys have used of a usage plan.</summary>
internal static class UsageOperations
{
    private static readonly StructureShape _usage = new(
        "Usage",
        [
            new("usagePlanId", Shape.Text, "The plan."),
            new("startDate", Shape.Text, "The first day."),
            new("endDate", Shape.Text, "The last day."),
            new("position", Shape.Text, "Where the next page starts; absent on the last one."),
            new("items", new MapShape(new ListShape(new ListShape(Shape.Long))), "For each key the days in order, each with the requests used and left.") { WireName = "values" },
        ]);

    public static Operation Get { get; } = new("GetUsage", "GET", UsagePlanOperations.One + "/usage", 200, "Shows what keys have used of a usage plan.")
    {
        Query =
        [
            new("keyId", Shape.Text, "Only this key."),
            new Member("startDate", Shape.Text, "The first day, YYYY-MM-DD.").Needed(),
            new Member("endDate", Shape.Text, "The last day, YYYY-MM-DD.").Needed(),
            .. Members.Paging,
        ],
        Output = _usage,
    };

    public static Operation Update { get; } = new("UpdateUsage", "PATCH", UsagePlanOperations.One + "/keys/{keyId}/usage", 200, "Sets what a key may still use of its plan's quota in the present period.")
    {
        Body = [Members.PatchOperations],
        Output = _usage,
    };

    public static IReadOnlyList<Operation> All { get; } = [Get, Update];
}
