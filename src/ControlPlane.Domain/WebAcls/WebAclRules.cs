using System.Text;
using System.Text.Json;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.WebAcls;

/// <summary>What web ACLs must be like.</summary>
public static class WebAclRules
{
    /// <summary>Most rules of a web ACL.</summary>
    public const int MaxRules = 100;

    /// <summary>Most rules that count requests per client (AWS: rate-based rules per web ACL).</summary>
    public const int MaxRateRules = 10;

    /// <summary>Most bytes that its statements may have together: a stage and its last change must fit one item of the store.</summary>
    public const int MaxStatementBytes = 64 * 1024;

    private const int _maxName = 128;

    /// <summary>A rule as a caller gave it.</summary>
    /// <param name="Name">Its name, or null.</param>
    /// <param name="Priority">Its priority, or null.</param>
    /// <param name="Action">The name of its action, or null.</param>
    /// <param name="Statement">Its statement, or null.</param>
    public sealed record GivenRule(string? Name, int? Priority, string? Action, JsonElement? Statement);

    /// <summary>A checked web ACL, its rules by priority.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="defaultAction">The name of its default action.</param>
    /// <param name="rules">Its rules.</param>
    /// <exception cref="ApiException">400 BadRequestException that names the member and what it may be.</exception>
    public static WebAcl Create(string id, string? name, string? defaultAction, IReadOnlyList<GivenRule> rules)
    {
        CheckName(name, "name");
        if (!WireNames.TryParse<WebAclAction>(defaultAction, out var otherwise) || otherwise == WebAclAction.Count)
        {
            throw Invalid("defaultAction", "it must be ALLOW or BLOCK");
        }

        if (rules.Count > MaxRules)
        {
            throw Invalid("rules", $"there may be at most {MaxRules}");
        }

        var made = rules.Select((rule, i) => Rule(rule, $"rules[{i}]")).ToArray();
        CheckTogether(made);
        return new WebAcl { Id = id, Name = name!, DefaultAction = otherwise, Rules = [.. made.OrderBy(rule => rule.Priority)] };
    }

    private static WebAclRule Rule(GivenRule given, string path)
    {
        CheckName(given.Name, $"{path}.name");
        if (given.Priority is not { } priority || priority < 0)
        {
            throw Invalid($"{path}.priority", "it must be a whole number of 0 or more");
        }

        if (!WireNames.TryParse<WebAclAction>(given.Action, out var action))
        {
            throw Invalid($"{path}.action", "it must be ALLOW, BLOCK or COUNT");
        }

        var statement = given.Statement ?? throw Invalid($"{path}.statement", "it is missing");
        WebAclStatementReader.Read(statement, $"{path}.statement");
        return new WebAclRule { Name = given.Name!, Priority = priority, Action = action, Statement = Compact(statement) };
    }

    private static void CheckTogether(WebAclRule[] rules)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var priorities = new HashSet<int>();
        var (bytes, rates) = (0, 0);
        for (var i = 0; i < rules.Length; i++)
        {
            if (!names.Add(rules[i].Name))
            {
                throw Invalid($"rules[{i}].name", $"another rule is called {rules[i].Name}");
            }

            if (!priorities.Add(rules[i].Priority))
            {
                throw Invalid($"rules[{i}].priority", $"another rule has {rules[i].Priority}");
            }

            bytes += Encoding.UTF8.GetByteCount(rules[i].Statement);
            rates += rules[i].Statement.StartsWith("{\"rateBased\"", StringComparison.Ordinal) ? 1 : 0;
        }

        if (rates > MaxRateRules)
        {
            throw Invalid("rules", $"there may be at most {MaxRateRules} rules with rateBased");
        }

        if (bytes > MaxStatementBytes)
        {
            throw Invalid("rules", $"their statements may have at most {MaxStatementBytes} bytes together");
        }
    }

    private static void CheckName(string? name, string path)
    {
        if (name is not { Length: > 0 and <= _maxName } || !name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
        {
            throw Invalid(path, $"it must have 1 to {_maxName} letters, digits, '_' and '-'");
        }
    }

    private static string Compact(JsonElement statement)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            statement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static ApiException Invalid(string path, string why) => ApiException.BadRequest($"Invalid {path}: {why}");
}
