using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ControlPlane.Local.Zappa;

/// <summary>
/// One stage of a Zappa project. Who takes a setting answers for it; what nobody took is left over and said to be.
/// </summary>
internal sealed class ZappaStage
{
    private readonly SortedDictionary<string, JsonElement> _left;
    private readonly string _project;

    /// <summary>A stage with its settings, inherited ones included.</summary>
    public ZappaStage(string name, IReadOnlyList<string> extends, string project, IReadOnlyDictionary<string, JsonElement> settings)
    {
        Name = name;
        Extends = extends;
        _left = new SortedDictionary<string, JsonElement>(settings.ToDictionary(), StringComparer.Ordinal);
        _project = Slug(TakeText("project_name") is { Length: > 0 } given ? given : project);
        FunctionName = Slug($"{_project}-{name}");
    }

    /// <summary>The stage's name: letters, digits, underscores.</summary>
    public string Name { get; }

    /// <summary>The stages it inherits from, the nearest first.</summary>
    public IReadOnlyList<string> Extends { get; }

    /// <summary>The Lambda function that Zappa made of the stage.</summary>
    public string FunctionName { get; }

    /// <summary>The settings that nobody took.</summary>
    public IEnumerable<string> Left => _left.Keys;

    /// <summary>Takes a text; null when it is absent, null or empty.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public string? TakeText(string setting) => Take(setting) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw Wrong(setting, "a text"),
    };

    /// <summary>Takes true or false; null when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public bool? TakeFlag(string setting) => Take(setting) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(setting, "true or false"),
    };

    /// <summary>Takes a whole number within bounds; null when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public int? TakeNumber(string setting, int from, int to) => Take(setting) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= from && number <= to => number,
        _ => throw Wrong(setting, string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}")),
    };

    /// <summary>Takes a number as it is written, or a text in its place; null when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public string? TakeNumberText(string setting) => Take(setting) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        { ValueKind: JsonValueKind.String } value when decimal.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _) => value.GetString(),
        _ => throw Wrong(setting, "a number"),
    };

    /// <summary>Takes texts by name, other plain values as they are written; empty when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> TakeMap(string setting)
    {
        if (Take(setting) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(static member => IsPlain(member.Value))
            ? [.. value.EnumerateObject().Select(static member => KeyValuePair.Create(member.Name, PlainText(member.Value)))]
            : throw Wrong(setting, "an object of texts");
    }

    /// <summary>Takes the texts of a list; empty when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public IReadOnlyList<string> TakeList(string setting) =>
        Take(setting) is { } value ? List(value) ?? throw Wrong(setting, "a list of texts") : [];

    /// <summary>Takes the lists of texts of an object; empty when it is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TakeLists(string setting)
    {
        if (Take(setting) is not { } value)
        {
            return new Dictionary<string, IReadOnlyList<string>>();
        }

        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(
                static member => member.Name,
                member => List(member.Value) ?? throw Wrong(setting, "an object of lists of texts"))
            : throw Wrong(setting, "an object of lists of texts");
    }

    /// <summary>Takes a whole number that is a member of an object; null when the setting is absent.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public int? TakeMember(string setting, string member)
    {
        if (Take(setting) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found)
            && found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number)
            ? number
            : throw Wrong(setting, $"an object with a whole number {member}");
    }

    private JsonElement? Take(string setting) =>
        _left.Remove(setting, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private UsageException Wrong(string setting, string expected) => new($"{setting} of the stage {Name} is not {expected}.");

    private static IReadOnlyList<string>? List(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static element => element.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(static element => element.GetString()!)]
            : null;

    private static bool IsPlain(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static string PlainText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Lower-case letters and digits with single hyphens between: what Zappa makes of names.</summary>
    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
