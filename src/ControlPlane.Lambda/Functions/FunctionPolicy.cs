using System.Text.Json;

namespace ControlPlane.Lambda.Functions;

/// <summary>The resource policy of a function, version or alias, as far as it speaks of AWS services that call it (AWS: GetPolicy).</summary>
public sealed class FunctionPolicy
{
    private const string InvokeAction = "lambda:InvokeFunction";

    private readonly JsonElement[] _statements;

    private FunctionPolicy(JsonElement[] statements) => _statements = statements;

    /// <summary>The policy of a function that has none.</summary>
    public static FunctionPolicy None { get; } = new([]);

    /// <summary>The statements' ids.</summary>
    public IEnumerable<string> StatementIds => _statements.Select(static statement => Text(statement, "Sid")).OfType<string>();

    /// <summary>Reads a policy document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static FunctionPolicy Parse(string document)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var parsed = JsonDocument.Parse(document);
        return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("Statement", out var statement)
            ? new FunctionPolicy([.. Each(statement).Where(static each => each.ValueKind == JsonValueKind.Object).Select(static each => each.Clone())])
            : throw new JsonException("A policy has statements.");
    }

    /// <summary>Whether a service may invoke the function for one of its resources. A condition that is not known never allows.</summary>
    /// <param name="service">The service, for example <c>apigateway.amazonaws.com</c>.</param>
    /// <param name="sourceArn">The resource.</param>
    /// <param name="sourceAccount">The resource's account.</param>
    public bool Allows(string service, string sourceArn, string sourceAccount)
    {
        var allowed = false;
        foreach (var statement in _statements.Where(each => HasPrincipal(each, service) && HasAction(each)))
        {
            var isMet = IsMet(statement, sourceArn, sourceAccount);
            switch (Text(statement, "Effect"))
            {
                case "Deny" when isMet != false:
                    return false;
                case "Allow" when isMet == true:
                    allowed = true;
                    break;
            }
        }

        return allowed;
    }

    private static bool HasPrincipal(JsonElement statement, string service)
    {
        if (!statement.TryGetProperty("Principal", out var principal))
        {
            return false;
        }

        return principal.ValueKind == JsonValueKind.Object
            ? principal.TryGetProperty("Service", out var services) && Each(services).Any(each => each.ValueKind == JsonValueKind.String && each.GetString() == service)
            : principal.ValueKind == JsonValueKind.String && principal.GetString() == "*";
    }

    private static bool HasAction(JsonElement statement) => statement.TryGetProperty("Action", out var actions)
        && Each(actions).Any(static each => each.ValueKind == JsonValueKind.String && IsLike(InvokeAction, each.GetString()!, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when a condition cannot be judged.</summary>
    private static bool? IsMet(JsonElement statement, string sourceArn, string sourceAccount)
    {
        if (!statement.TryGetProperty("Condition", out var condition) || condition.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool? isMet = true;
        foreach (var (comparison, keys) in condition.EnumerateObject().Select(static each => (each.Name, each.Value)))
        {
            foreach (var key in keys.ValueKind == JsonValueKind.Object ? keys.EnumerateObject().ToArray() : [])
            {
                var value = key.Name.ToUpperInvariant() switch
                {
                    "AWS:SOURCEARN" => sourceArn,
                    "AWS:SOURCEACCOUNT" => sourceAccount,
                    _ => null,
                };
                var isKnown = value is not null && comparison is "ArnLike" or "ArnEquals" or "StringLike" or "StringEquals";
                if (!isKnown)
                {
                    isMet = null;
                }
                else if (!Each(key.Value).Any(wanted => wanted.ValueKind == JsonValueKind.String && Matches(comparison, value!, wanted.GetString()!)))
                {
                    return false;
                }
            }
        }

        return isMet;
    }

    private static bool Matches(string comparison, string value, string wanted) =>
        comparison == "StringEquals" ? value == wanted : IsLike(value, wanted, StringComparison.Ordinal);

    /// <summary>Whether a text matches a pattern with <c>*</c> and <c>?</c>.</summary>
    private static bool IsLike(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, StringComparison comparison)
    {
        int at = 0, p = 0, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, at);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || text.Slice(at, 1).Equals(pattern.Slice(p, 1), comparison)))
            {
                at++;
                p++;
            }
            else if (star >= 0)
            {
                (p, at) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static IEnumerable<JsonElement> Each(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private static string? Text(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
