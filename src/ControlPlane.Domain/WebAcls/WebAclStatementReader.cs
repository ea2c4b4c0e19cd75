using System.Globalization;
using System.Net;
using System.Text.Json;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.WebAcls;

/// <summary>
/// Reads statements of rules. Unlike other members, those that nobody knows are refused: a rule with a slip of the pen in it would let
/// everybody through.
/// </summary>
internal static class WebAclStatementReader
{
    private const int _maxDepth = 5;
    private const int _maxStatements = 10;
    private const int _maxValues = 50;
    private const int _maxHeaderName = 64;
    private const int _maxWindowSeconds = 600;

    /// <summary>Reads a rule's statement.</summary>
    /// <param name="json">The statement.</param>
    /// <param name="path">Where it stands, for messages: <c>rules[0].statement</c>.</param>
    /// <exception cref="ApiException">400 BadRequestException that names the member and what it may be.</exception>
    public static WebAclStatement Read(JsonElement json, string path)
    {
        var (name, body) = Only(json, path);
        return name == "rateBased" ? RateBased(body, $"{path}.rateBased") : Nested(json, path, 1);
    }

    private static WebAclStatement Nested(JsonElement json, string path, int depth)
    {
        if (depth > _maxDepth)
        {
            throw Invalid(path, $"statements may be at most {_maxDepth} deep");
        }

        var (name, body) = Only(json, path);
        path = $"{path}.{name}";
        return name switch
        {
            "ipSet" => IpSet(body, path),
            "geoMatch" => GeoMatch(body, path),
            "methods" => new MethodsStatement(Values(body, path, static verb => verb.All(char.IsAsciiLetterUpper), "a verb in upper case")),
            "sizeConstraint" => SizeConstraint(body, path),
            "not" => new NotStatement(Nested(body, path, depth + 1)),
            "and" => new AndStatement(Several(body, path, depth)),
            "or" => new OrStatement(Several(body, path, depth)),
            "rateBased" => throw Invalid(path, "it cannot be part of another statement"),
            _ => throw Invalid(path, "a statement is one of ipSet, geoMatch, methods, sizeConstraint, rateBased, not, and, or"),
        };
    }

    private static IpSetStatement IpSet(JsonElement json, string path)
    {
        var members = Members(json, path, "addresses");
        path += ".addresses";
        var addresses = Elements(Required(members, "addresses", path), path);
        var networks = new IPNetwork[addresses.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            if (addresses[i].ValueKind != JsonValueKind.String || !TryNetwork(addresses[i].GetString()!, out networks[i]))
            {
                throw Invalid($"{path}[{i}]", "it must be an address range such as 192.0.2.0/24 or 2001:db8::/32, no larger than /1");
            }
        }

        return new IpSetStatement(networks);
    }

    private static GeoMatchStatement GeoMatch(JsonElement json, string path)
    {
        var members = Members(json, path, "countryCodes", "headerName");
        var codes = Values(
            Required(members, "countryCodes", $"{path}.countryCodes"), $"{path}.countryCodes", static code => code.Length == 2 && code.All(char.IsAsciiLetterUpper),
            "a country code of two upper-case letters");
        return new GeoMatchStatement(codes, HeaderName(members, path) ?? GeoMatchStatement.DefaultHeader);
    }

    private static SizeConstraintStatement SizeConstraint(JsonElement json, string path)
    {
        var members = Members(json, path, "fieldToMatch", "comparisonOperator", "size");
        return new SizeConstraintStatement(
            OneOf<RequestPart>(members, "fieldToMatch", path),
            OneOf<SizeComparison>(members, "comparisonOperator", path),
            Whole(members, "size", path, 0, 21_474_836_480) ?? throw Missing($"{path}.size"));
    }

    private static RateBasedStatement RateBased(JsonElement json, string path)
    {
        var members = Members(json, path, "limit", "evaluationWindowSeconds", "aggregateKey", "headerName", "scopeDown");
        var key = members.ContainsKey("aggregateKey") ? OneOf<RateKey>(members, "aggregateKey", path) : RateKey.Ip;
        var header = HeaderName(members, path);
        if (key == RateKey.Ip && header is not null)
        {
            throw Invalid($"{path}.headerName", "only the keys FORWARDED_IP and HEADER have one");
        }

        return new RateBasedStatement(
            (int)(Whole(members, "limit", path, 1, 2_000_000_000) ?? throw Missing($"{path}.limit")),
            (int)(Whole(members, "evaluationWindowSeconds", path, 1, _maxWindowSeconds) ?? RateBasedStatement.DefaultWindowSeconds),
            key,
            key switch
            {
                RateKey.ForwardedIp => header ?? RateBasedStatement.ForwardedHeader,
                RateKey.Header => header ?? throw Missing($"{path}.headerName"),
                _ => null,
            },
            members.TryGetValue("scopeDown", out var scope) ? Nested(scope, $"{path}.scopeDown", 2) : null);
    }

    private static WebAclStatement[] Several(JsonElement json, string path, int depth)
    {
        var elements = Elements(json, path);
        return elements.Length is >= 2 and <= _maxStatements
            ? [.. elements.Select((element, i) => Nested(element, $"{path}[{i}]", depth + 1))]
            : throw Invalid(path, $"it must have 2 to {_maxStatements} statements");
    }

    private static bool TryNetwork(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text.AsSpan(0, slash), out var address) || address.ScopeIdText().Length > 0
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return false;
        }

        // What one family calls by the other's name is the one: callers are known that way.
        var bytes = address.GetAddressBytes();
        if (address.IsIPv4MappedToIPv6 && length >= 96)
        {
            (bytes, length) = (bytes[12..], length - 96);
        }

        if (length < 1 || length > bytes.Length * 8)
        {
            return false;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        network = new IPNetwork(new IPAddress(bytes), length);
        return true;
    }

    private static string ScopeIdText(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? "%" : "";

    private static string[] Values(JsonElement json, string path, Func<string, bool> isOne, string what)
    {
        var elements = Elements(json, path);
        if (elements.Length > _maxValues)
        {
            throw Invalid(path, $"it may have at most {_maxValues} values");
        }

        var values = new string[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].ValueKind == JsonValueKind.String && elements[i].GetString() is { Length: > 0 } text && isOne(text)
                ? text
                : throw Invalid($"{path}[{i}]", $"it must be {what}");
        }

        return values;
    }

    private static string? HeaderName(Dictionary<string, JsonElement> members, string path)
    {
        if (!members.TryGetValue("headerName", out var json))
        {
            return null;
        }

        return json.ValueKind == JsonValueKind.String && json.GetString() is { Length: > 0 and <= _maxHeaderName } name
            && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? name
            : throw Invalid($"{path}.headerName", $"it must be a header's name of at most {_maxHeaderName} letters, digits, '-' and '_'");
    }

    private static T OneOf<T>(Dictionary<string, JsonElement> members, string member, string path)
        where T : struct, Enum
    {
        var json = Required(members, member, $"{path}.{member}");
        return json.ValueKind == JsonValueKind.String && WireNames.TryParse<T>(json.GetString(), out var value)
            ? value
            : throw Invalid($"{path}.{member}", $"it must be one of {string.Join(", ", Enum.GetValues<T>().Select(WireNames.Of))}");
    }

    private static long? Whole(Dictionary<string, JsonElement> members, string member, string path, long least, long most)
    {
        if (!members.TryGetValue(member, out var json))
        {
            return null;
        }

        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw Invalid($"{path}.{member}", string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {least} to {most}"));
    }

    private static (string Name, JsonElement Body) Only(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            var members = json.EnumerateObject();
            if (members.MoveNext() && members.Current is var only && !members.MoveNext())
            {
                return (only.Name, only.Value);
            }
        }

        throw Invalid(path, "it must be an object with exactly one statement");
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json, string path, params ReadOnlySpan<string> known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(path, "it must be an object");
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw Invalid($"{path}.{member.Name}", $"there is no such member, only {string.Join(", ", known!)}");
            }

            members[member.Name] = member.Value;
        }

        return members;
    }

    private static JsonElement[] Elements(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? [.. json.EnumerateArray()] : throw Invalid(path, "it must be a list with something in it");

    private static JsonElement Required(Dictionary<string, JsonElement> members, string member, string path) =>
        members.TryGetValue(member, out var json) ? json : throw Missing(path);

    private static ApiException Missing(string path) => Invalid(path, "it is missing");

    private static ApiException Invalid(string path, string why) => ApiException.BadRequest($"Invalid {path}: {why}");
}
