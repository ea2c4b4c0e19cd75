using System.Text.Json;

namespace ControlPlane.Gateway.Admission.Policies;

/// <summary>
/// One statement of a policy. What cannot be judged here (a condition or a principal that is not known) never allows, and always denies.
/// </summary>
internal sealed class PolicyStatement
{
    private readonly bool _allows;
    private readonly string[] _actions;
    private readonly bool _otherActions;
    private readonly string[] _resources;
    private readonly bool _otherResources;
    private readonly PolicyCondition[] _conditions;
    private readonly bool _hasVariables;
    private readonly bool _isCertain;

    private PolicyStatement(JsonElement statement, string? arnPrefix)
    {
        _allows = Effect(statement);
        (_actions, _otherActions) = Either(statement, "Action", "NotAction");
        (_resources, _otherResources) = Either(statement, "Resource", "NotResource");
        _conditions = statement.TryGetProperty("Condition", out var condition) ? PolicyCondition.ReadAll(condition) : [];

        // Policy variables would have to be resolved, other principals than everyone to be known.
        _hasVariables = Array.Exists(_resources, static resource => resource.Contains("${", StringComparison.Ordinal));
        _isCertain = !_hasVariables && (arnPrefix is null || IsForEveryone(statement));
        if (arnPrefix is not null)
        {
            for (var i = 0; i < _resources.Length; i++)
            {
                // The short form: the rest of the ARN is the API's own.
                const string ShortForm = "execute-api:/";
                _resources[i] = _resources[i].StartsWith(ShortForm, StringComparison.Ordinal) ? arnPrefix + _resources[i][ShortForm.Length..] : _resources[i];
            }
        }
    }

    /// <summary>Reads a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="arnPrefix">For the policy of an API, which says of principals: what the ARNs of its methods begin with; else null.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static PolicyStatement Read(JsonElement statement, string? arnPrefix) =>
        statement.ValueKind == JsonValueKind.Object ? new PolicyStatement(statement, arnPrefix) : throw new FormatException("A statement is no object.");

    /// <summary>One text, or several.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static string[] Texts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var texts = new string[value.GetArrayLength()];
            var count = 0;
            foreach (var element in value.EnumerateArray())
            {
                texts[count++] = Text(element);
            }

            return texts;
        }

        return [Text(value)];
    }

    /// <summary>What it says of a request.</summary>
    public PolicyDecision Judge(in PolicyRequest request)
    {
        if (!MatchesAny(_actions, request.Action, ignoreCase: true, _otherActions)
            || (!_hasVariables && !MatchesAny(_resources, request.Resource, ignoreCase: false, _otherResources)))
        {
            return PolicyDecision.None;
        }

        var isCertain = _isCertain;
        foreach (var condition in _conditions)
        {
            switch (condition.IsMet(request))
            {
                case false:
                    return PolicyDecision.None;
                case null:
                    isCertain = false;
                    break;
            }
        }

        return _allows ? isCertain ? PolicyDecision.Allow : PolicyDecision.None : PolicyDecision.Deny;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new FormatException("A text is missing."),
    };

    private static bool Effect(JsonElement statement) => statement.TryGetProperty("Effect", out var effect) && effect.ValueKind == JsonValueKind.String
        ? effect.GetString() switch
        {
            "Allow" => true,
            "Deny" => false,
            var other => throw new FormatException($"Unknown effect {other}."),
        }
        : throw new FormatException("A statement has no effect.");

    private static (string[] Texts, bool Others) Either(JsonElement statement, string name, string others)
    {
        if (statement.TryGetProperty(name, out var value))
        {
            return statement.TryGetProperty(others, out _) ? throw new FormatException($"A statement has both {name} and {others}.") : (Texts(value), false);
        }

        return statement.TryGetProperty(others, out value) ? (Texts(value), true) : throw new FormatException($"A statement has no {name}.");
    }

    private static bool IsForEveryone(JsonElement statement)
    {
        if (!statement.TryGetProperty("Principal", out var principal))
        {
            return false;
        }

        if (principal.ValueKind == JsonValueKind.Object)
        {
            return principal.TryGetProperty("AWS", out var accounts) && Array.Exists(Texts(accounts), static account => account == "*");
        }

        return principal.ValueKind == JsonValueKind.String && principal.GetString() == "*";
    }

    private static bool MatchesAny(string[] patterns, string text, bool ignoreCase, bool others)
    {
        foreach (var pattern in patterns)
        {
            if (Wildcards.Matches(pattern, text, ignoreCase))
            {
                return !others;
            }
        }

        return others;
    }
}
