namespace ControlPlane.WebConsole;

/// <summary>Where pages are.</summary>
internal static class Links
{
    /// <summary>The first page: all APIs.</summary>
    public const string Apis = ConsoleOptions.Path + "/";

    /// <summary>The Lambda functions.</summary>
    public const string Functions = ConsoleOptions.Path + "/functions";

    /// <summary>The API's description of itself.</summary>
    public const string OpenApi = ConsoleOptions.Path + "/openapi.json";

    /// <summary>An API, or a part of its page.</summary>
    public static string Api(string id, string tab = "") => $"{ConsoleOptions.Path}/apis/{Uri.EscapeDataString(id)}{(tab.Length == 0 ? "" : $"/{tab}")}";

    /// <summary>A stage, or a tab of its page.</summary>
    public static string Stage(string api, string stage, string tab = "") => $"{Api(api, "stages")}/{Uri.EscapeDataString(stage)}{(tab.Length == 0 ? "" : $"/{tab}")}";

    /// <summary>What differs between two deployments.</summary>
    public static string Diff(string api, string from, string to) => $"{Api(api, "deployments")}/{Uri.EscapeDataString(from)}/diff/{Uri.EscapeDataString(to)}";
}
