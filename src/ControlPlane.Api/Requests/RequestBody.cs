using System.Text.Json;
using System.Text.Unicode;
using ControlPlane.Api.Description;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Requests;

/// <summary>
/// A JSON request body, read member by member with AWS's errors: a wrong JSON type is a SerializationException, a missing
/// required member a ValidationException. Unknown members and nulls are ignored.
/// </summary>
internal sealed class RequestBody
{
    // Of two members with one name each reader would take another.
    private static readonly JsonDocumentOptions _reading = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _root;
    private readonly string _input;

    /// <summary>Reads an object.</summary>
    /// <param name="root">The object.</param>
    /// <param name="input">What AWS's model calls it, for messages: <c>createRestApiInput</c>.</param>
    public RequestBody(JsonElement root, string input)
    {
        _root = root;
        _input = input;
    }

    /// <summary>Parses a body; an empty one is an empty object.</summary>
    /// <exception cref="ApiException">400: it is not a JSON object.</exception>
    public static RequestBody Parse(ReadOnlyMemory<byte> json, string input)
    {
        if (json.IsEmpty)
        {
            json = "{}"u8.ToArray();
        }

        JsonElement root;
        try
        {
            CheckTexts(json.Span);
            using var document = JsonDocument.Parse(json, _reading);
            root = document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ApiException.BadRequest("Invalid request input: the body is not valid JSON");
        }

        return root.ValueKind == JsonValueKind.Object ? new RequestBody(root, input) : throw Mismatch(root, "Map");
    }

    /// <summary>Refuses members that are not known, where a slip in a name would leave out what was meant.</summary>
    /// <param name="place">What stands in front of the members' names in messages: <c>analysis.</c>.</param>
    /// <param name="known">The members there are.</param>
    /// <exception cref="ApiException">400 that names the first one.</exception>
    public void RequireKnown(string place, IReadOnlyList<Member> known)
    {
        foreach (var member in _root.EnumerateObject())
        {
            if (known.All(each => each.WireName != member.Name))
            {
                throw ApiException.BadRequest($"Unknown member {place}{member.Name}. There are [{string.Join(", ", known.Select(each => place + each.WireName))}]");
            }
        }
    }

    /// <summary>A text, or null.</summary>
    public string? Text(string member) => Find(member) is { } value ? Text(value) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string member) => Text(member) ?? throw Violation.Missing($"{_input}.{member}").ToException();

    /// <summary>A boolean that must be there.</summary>
    public bool RequiredBoolean(string member) => Boolean(member) ?? throw Violation.Missing($"{_input}.{member}").ToException();

    /// <summary>A boolean, or null.</summary>
    public bool? Boolean(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Mismatch(value, "Boolean"),
    };

    /// <summary>A whole number, or null.</summary>
    public int? Whole(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        { } value => throw Mismatch(value, "Integer"),
    };

    /// <summary>A number, or null.</summary>
    public double? Number(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        { } value => throw Mismatch(value, "Double"),
    };

    /// <summary>An enum member by its wire name, or null.</summary>
    public T? Member<T>(string member)
        where T : struct, Enum => Text(member) is { } name ? WireNames.Parse<T>(name, $"{_input}.{member}") : null;

    /// <summary>An enum member by its wire name that must be there.</summary>
    public T RequiredMember<T>(string member)
        where T : struct, Enum => WireNames.Parse<T>(RequiredText(member), $"{_input}.{member}");

    /// <summary>Whatever was sent, or null.</summary>
    public JsonElement? Json(string member) => Find(member);

    /// <summary>An object, or null.</summary>
    public RequestBody? Object(string member) => Find(member) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new RequestBody(value, $"{_input}.{member}"),
        { } value => throw Mismatch(value, "Map"),
    };

    /// <summary>A list of objects; empty when absent.</summary>
    public IReadOnlyList<RequestBody> Objects(string member) => Find(member) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray().Select((element, i) => ObjectOf(element, $"{_input}.{member}.{i + 1}.member"))],
        { } value => throw Mismatch(value, "List"),
    };

    /// <summary>A map of objects; empty when absent.</summary>
    public IReadOnlyDictionary<string, RequestBody> ObjectMap(string member) => Map(member, value => ObjectOf(value, $"{_input}.{member}"));

    /// <summary>An object, for which true stands, too: then it has no members. Null when it is absent or false.</summary>
    public RequestBody? ObjectOrTrue(string member) => Find(member) switch
    {
        { ValueKind: JsonValueKind.True } => Parse(default, $"{_input}.{member}"),
        { ValueKind: JsonValueKind.False } => null,
        _ => Object(member),
    };

    /// <summary>A list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string member) => Find(member) switch
    {
        null => [],
        { } value => Texts(value),
    };

    /// <summary>A map of lists of texts; empty when absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TextsMap(string member) => Map(member, Texts);

    /// <summary>A map of texts; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string member) => Map(member, Text);

    /// <summary>A map of texts that may be null; empty when absent.</summary>
    public IReadOnlyDictionary<string, string?> NullableTextMap(string member) =>
        Map(member, value => value.ValueKind == JsonValueKind.Null ? null : Text(value));

    /// <summary>A map of booleans; empty when absent.</summary>
    public IReadOnlyDictionary<string, bool> BooleanMap(string member) => Map(member, value => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Mismatch(value, "Boolean"),
    });

    /// <summary>The patch operations of a PATCH request.</summary>
    public IReadOnlyList<PatchOperation> PatchOperations()
    {
        if (Find("patchOperations") is not { } list)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Mismatch(list, "List");
        }

        var operations = new List<PatchOperation>(list.GetArrayLength());
        var violations = new List<Violation>();
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Mismatch(element, "Map");
            }

            var member = $"{_input}.patchOperations.{operations.Count + 1}.member";
            var body = new RequestBody(element, member);
            var name = body.Text("op");
            var op = PatchOp.None;
            if (name is null)
            {
                violations.Add(Violation.Missing($"{member}.op"));
            }
            else if (!PatchOps.TryParse(name, out op))
            {
                violations.Add(Violation.NotInEnum(name, $"{member}.op", PatchOps.Names));
            }

            operations.Add(new PatchOperation(op, body.Text("path"), body.Text("value"), body.Text("from")));
        }

        return violations.Count == 0 ? operations : throw Violation.ToException(violations);
    }

    // The parser leaves texts alone until they are read, and then has no refusal for those that are no Unicode.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new JsonException("The body is not UTF-8.");
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }

    private static IReadOnlyList<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Text)] : throw Mismatch(value, "List");

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Mismatch(value, "String");

    private static RequestBody ObjectOf(JsonElement value, string input) =>
        value.ValueKind == JsonValueKind.Object ? new RequestBody(value, input) : throw Mismatch(value, "Map");

    // AWS names the Java classes of its own parser; clients have come to know them.
    private static ApiException Mismatch(JsonElement value, string wanted)
    {
        var found = value.ValueKind switch
        {
            JsonValueKind.String => "lang.String",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "lang.Integer" : "lang.Double",
            JsonValueKind.True or JsonValueKind.False => "lang.Boolean",
            JsonValueKind.Array => "util.ArrayList",
            JsonValueKind.Object => "util.LinkedHashMap",
            _ => "lang.Object",
        };
        return new ApiException(ErrorType.SerializationException, $"class java.{found} can not be converted to an {wanted}");
    }

    private Dictionary<string, T> Map<T>(string member, Func<JsonElement, T> read)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (Find(member) is not { } value)
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Mismatch(value, "Map");
        }

        foreach (var entry in value.EnumerateObject())
        {
            map[entry.Name] = read(entry.Value);
        }

        return map;
    }

    private JsonElement? Find(string member) =>
        _root.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
