using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>What a request gets whose template cannot be rendered: API Gateway's configuration error, with the reason for the log.</summary>
internal static class TemplateFailure
{
    public static GatewayFailure Because(string reason, Exception? cause = null) =>
        GatewayFailure.Configuration($"Unable to transform: {reason}", cause);

    public static GatewayFailure TooDeep() => Because("the template nests too deep");

    public static GatewayFailure TooLong() => Because($"a text has more than {TemplateLimits.StringLength} characters");
}
