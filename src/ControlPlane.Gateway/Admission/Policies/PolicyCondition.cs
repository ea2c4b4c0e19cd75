using System.Net;
using System.Text.Json;

namespace ControlPlane.Gateway.Admission.Policies;

/// <summary>One operator of a statement's condition over one key (AWS: IAM condition elements).</summary>
internal sealed class PolicyCondition
{
    private const string IfExists = "IfExists";

    private readonly Operator _operator;
    private readonly bool _negated;
    private readonly bool _ifExists;
    private readonly string _key;
    private readonly string[] _values;
    private readonly IPNetwork[] _networks = [];

    private PolicyCondition(string name, string key, string[] values)
    {
        _key = key.ToUpperInvariant();
        _values = values;
        _ifExists = name.EndsWith(IfExists, StringComparison.Ordinal);
        name = _ifExists ? name[..^IfExists.Length] : name;
        (_operator, _negated) = name switch
        {
            "StringEquals" => (Operator.Equal, false),
            "StringNotEquals" => (Operator.Equal, true),
            "StringEqualsIgnoreCase" => (Operator.EqualIgnoringCase, false),
            "StringNotEqualsIgnoreCase" => (Operator.EqualIgnoringCase, true),
            "StringLike" => (Operator.Like, false),
            "StringNotLike" => (Operator.Like, true),
            "Bool" => (Operator.EqualIgnoringCase, false),
            "IpAddress" => (Operator.Address, false),
            "NotIpAddress" => (Operator.Address, true),
            _ => (Operator.Unknown, false),
        };
        if (_operator == Operator.Address)
        {
            _networks = new IPNetwork[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (!TryNetwork(values[i], out _networks[i]))
                {
                    _operator = Operator.Unknown;
                }
            }
        }

        // Policy variables would have to be resolved.
        if (Array.Exists(values, static value => value.Contains("${", StringComparison.Ordinal)))
        {
            _operator = Operator.Unknown;
        }
    }

    private enum Operator
    {
        Equal,
        EqualIgnoringCase,
        Like,
        Address,
        Unknown,
    }

    /// <summary>Reads a statement's condition.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PolicyCondition[] ReadAll(JsonElement condition)
    {
        if (condition.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Condition is no object.");
        }

        var all = new List<PolicyCondition>();
        foreach (var byOperator in condition.EnumerateObject())
        {
            if (byOperator.Value.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"Condition {byOperator.Name} is no object.");
            }

            foreach (var byKey in byOperator.Value.EnumerateObject())
            {
                all.Add(new PolicyCondition(byOperator.Name, byKey.Name, PolicyStatement.Texts(byKey.Value)));
            }
        }

        return [.. all];
    }

    /// <summary>Whether a request meets it; null when that cannot be told here.</summary>
    public bool? IsMet(in PolicyRequest request)
    {
        if (_operator == Operator.Unknown || !TryFind(request.Request, out var value))
        {
            return null;
        }

        // What is missing equals nothing.
        return value is null ? _ifExists || _negated : _negated != MeetsAny(value);
    }

    private static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        // AWS takes networks whose address has bits beyond the prefix, and single addresses.
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        var length = bytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), out length) || length < 0 || length > bytes.Length * 8))
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

    /// <summary>The value of the key, null when the request has none.</summary>
    /// <returns>False when the key is not known here.</returns>
    private bool TryFind(RequestContext request, out string? value)
    {
        var exchange = request.Exchange;
        (var known, value) = _key switch
        {
            "AWS:SOURCEIP" => (true, exchange.SourceIp.Length == 0 ? null : exchange.SourceIp),
            "AWS:USERAGENT" => (true, exchange.FindHeader("User-Agent")),
            "AWS:REFERER" => (true, exchange.FindHeader("Referer")),
            "AWS:SECURETRANSPORT" => (true, exchange.Scheme == "https" ? "true" : "false"),

            // No request comes over a VPC endpoint here.
            "AWS:SOURCEVPC" or "AWS:SOURCEVPCE" or "AWS:VPCSOURCEIP" => (true, (string?)null),
            _ => (false, null),
        };
        return known;
    }

    private bool MeetsAny(string value)
    {
        if (_operator == Operator.Address)
        {
            if (!IPAddress.TryParse(value, out var address))
            {
                return false;
            }

            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            foreach (var network in _networks)
            {
                if (network.Contains(address))
                {
                    return true;
                }
            }

            return false;
        }

        foreach (var wanted in _values)
        {
            var meets = _operator switch
            {
                Operator.Like => Wildcards.Matches(wanted, value),
                Operator.EqualIgnoringCase => wanted.Equals(value, StringComparison.OrdinalIgnoreCase),
                _ => wanted == value,
            };
            if (meets)
            {
                return true;
            }
        }

        return false;
    }
}
