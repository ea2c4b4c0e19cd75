using System.Buffers;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Integrations;

/// <summary>The grammar of parameter mappings: which keys and which sources there are (not what they come to).</summary>
public static class MappingExpression
{
    private static readonly SearchValues<char> _nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._$-");

    /// <summary>Whether a key is <c>method.request.{querystring|path|header}.{name}</c>.</summary>
    public static bool IsMethodRequestParameter(string key) =>
        IsNamed(key, "method.request.querystring.") || IsNamed(key, "method.request.path.") || IsNamed(key, "method.request.header.");

    /// <summary>Whether a key is <c>method.response.header.{name}</c>.</summary>
    public static bool IsMethodResponseHeader(string key) => IsNamed(key, "method.response.header.");

    /// <summary>Whether a key is <c>integration.request.{querystring|path|header}.{name}</c>.</summary>
    public static bool IsIntegrationRequestParameter(string key) =>
        IsNamed(key, "integration.request.querystring.") || IsNamed(key, "integration.request.path.") || IsNamed(key, "integration.request.header.");

    /// <summary>Whether a source may feed an integration request.</summary>
    public static bool IsRequestSource(string source) =>
        IsMethodRequestParameter(source)
        || IsNamed(source, "method.request.multivaluequerystring.")
        || IsNamed(source, "method.request.multivalueheader.")
        || IsBody(source, "method.request.body")
        || IsShared(source);

    /// <summary>Whether a source may feed a method response.</summary>
    public static bool IsResponseSource(string source) =>
        IsNamed(source, "integration.response.header.")
        || IsNamed(source, "integration.response.multivalueheader.")
        || IsBody(source, "integration.response.body")
        || IsShared(source);

    /// <summary>Whether a key is <c>gatewayresponse.header.{name}</c>.</summary>
    public static bool IsGatewayResponseHeader(string key) => IsNamed(key, "gatewayresponse.header.");

    /// <summary>Whether a source may feed a gateway response: there is no backend's answer, and the body is not read.</summary>
    public static bool IsGatewayResponseSource(string source) => IsMethodRequestParameter(source) || IsShared(source);

    /// <summary>The declared method parameter that a source needs, or null when it needs none.</summary>
    public static string? RequiredParameter(string source)
    {
        if (IsMethodRequestParameter(source))
        {
            return source;
        }

        return source.StartsWith("method.request.multivalue", StringComparison.Ordinal)
            ? "method.request." + source["method.request.multivalue".Length..]
            : null;
    }

    /// <summary>The 400 of an expression outside the grammar.</summary>
    public static ApiException Invalid(string expression) => ApiException.BadRequest(
        $"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {expression}]");

    /// <summary>The 400 of a source that the method does not declare.</summary>
    public static ApiException Undeclared(string parameter) => ApiException.BadRequest(
        $"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {parameter}]");

    private static bool IsShared(string source) =>
        IsNamed(source, "stageVariables.")
        || IsNamed(source, "context.")
        || (source.Length >= 2 && source[0] == '\'' && source[^1] == '\'');

    private static bool IsBody(string source, string body) =>
        source == body || (source.StartsWith(body + ".", StringComparison.Ordinal) && source.Length > body.Length + 1);

    private static bool IsNamed(string text, string prefix) =>
        text.Length > prefix.Length
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text.AsSpan(prefix.Length).ContainsAnyExcept(_nameCharacters);
}
