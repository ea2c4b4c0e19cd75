namespace ControlPlane.WebConsole;

/// <summary>The ARNs that tags are kept by.</summary>
internal static class Arns
{
    /// <summary>An API's.</summary>
    public static string Api(string region, string id) => $"arn:aws:apigateway:{region}::/restapis/{id}";

    /// <summary>A stage's.</summary>
    public static string Stage(string region, string api, string stage) => $"{Api(region, api)}/stages/{stage}";
}
