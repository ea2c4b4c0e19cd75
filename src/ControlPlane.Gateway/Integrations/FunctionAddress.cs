using System.Text;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations;

/// <summary>
/// The function behind a mapped Lambda integration: its <c>{name}</c> placeholders are filled by <c>integration.request.path.name</c>, and
/// <c>integration.request.querystring.Qualifier</c> names its version or alias when its address does not (AWS: Invoke). Templates may override both.
/// </summary>
internal sealed class FunctionAddress(string function, RequestMapping mapping)
{
    private const string Qualifier = "Qualifier";
    private const int UnqualifiedArnParts = 7;

    private readonly bool _hasPlaceholders = function.Contains('{', StringComparison.Ordinal);
    private readonly bool _isQualified = function.StartsWith("arn:", StringComparison.Ordinal)
        ? function.Split(':').Length > UnqualifiedArnParts
        : function.Contains(':', StringComparison.Ordinal);

    /// <summary>The versions behind it, or null when it has no alias or requests say which.</summary>
    public AliasVersions? Versions { get; } = AliasVersions.Of(function);

    /// <summary>The function for one request.</summary>
    /// <exception cref="GatewayFailure">500: a placeholder is not filled, or with what no function is called.</exception>
    public string Resolve(RequestContext request)
    {
        var name = _hasPlaceholders ? Filled(request) : function;
        if (_isQualified || Value(request, mapping.Query, request.SetOverrides?.Query, Qualifier) is not { } qualifier)
        {
            return name;
        }

        return $"{name}:{Checked(qualifier)}";
    }

    private static string? Value(
        RequestContext request, IReadOnlyList<KeyValuePair<string, MappingExpression>> mappings, List<KeyValuePair<string, string>>? overrides, string name)
    {
        if (ParameterOverrides.Find(overrides, name, StringComparison.Ordinal) is { } overridden)
        {
            return overridden;
        }

        foreach (var (key, expression) in mappings)
        {
            if (key == name)
            {
                return expression.Resolve(request);
            }
        }

        return null;
    }

    /// <summary>A value that names a function, version or alias and cannot become more of an ARN.</summary>
    private static string Checked(string? value)
    {
        var isName = value is { Length: > 0 };
        foreach (var character in value ?? "")
        {
            isName &= char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '$';
        }

        return isName ? value! : throw GatewayFailure.Configuration($"Invalid function name or qualifier: {value}");
    }

    private string Filled(RequestContext request)
    {
        var filled = new StringBuilder();
        var at = 0;
        for (var open = function.IndexOf('{', StringComparison.Ordinal); open >= 0; open = function.IndexOf('{', at))
        {
            var close = function.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            filled.Append(function, at, open - at);
            filled.Append(Checked(Value(request, mapping.Path, request.SetOverrides?.Path, function[(open + 1)..close])));
            at = close + 1;
        }

        return filled.Append(function, at, function.Length - at).ToString();
    }
}
