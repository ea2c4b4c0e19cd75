using ControlPlane.Api.Description;

namespace ControlPlane.Api.Accounts;

/// <summary>The operations on the account.</summary>
internal static class AccountOperations
{
    /// <summary>A token bucket.</summary>
    public static StructureShape ThrottleSettings { get; } = new(
        "ThrottleSettings",
        [
            new("burstLimit", Shape.Integer, "How many requests may come at once."),
            new("rateLimit", Shape.Number, "How many requests per second may come."),
        ]);

    private static readonly StructureShape _account = new(
        "Account",
        [
            new("cloudwatchRoleArn", Shape.Text, "The role that logs are written with."),
            new("throttleSettings", ThrottleSettings, "The account's limits."),
            new("features", Shape.Texts, "What the account can use."),
            new("apiKeyVersion", Shape.Text, "The version of its API keys."),
        ]);

    public static Operation Get { get; } = new("GetAccount", "GET", "/account", 200, "Shows the account's settings.") { Output = _account };

    public static Operation Update { get; } = new("UpdateAccount", "PATCH", "/account", 200, "Changes the account's settings.")
    {
        Body = [Members.PatchOperations],
        Output = _account,
    };

    public static IReadOnlyList<Operation> All { get; } = [Get, Update];
}
