using System.Text.Json;

namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>A value of a document and where it stands.</summary>
internal sealed class DocumentNode
{
    private readonly DocumentNode? _parent;
    private readonly string _name;

    private DocumentNode(JsonElement value, DocumentNode? parent, string name)
    {
        Value = value;
        _parent = parent;
        _name = name;
    }

    /// <summary>The value.</summary>
    public JsonElement Value { get; }

    /// <summary>What it is.</summary>
    public JsonValueKind Kind => Value.ValueKind;

    /// <summary>Where it stands, as a JSON pointer in a fragment (RFC 6901, 6): <c>#/paths/~1pets/get</c>.</summary>
    public string Place => _parent is null ? "#" : $"{_parent.Place}/{Escape(_name)}";

    /// <summary>The name of the member it is, or its index.</summary>
    public string Name => _name;

    /// <summary>A document's root.</summary>
    public static DocumentNode Root(JsonElement value) => new(value, null, "");

    /// <summary>A member of an object, or null when it is absent, null, or this is no object.</summary>
    public DocumentNode? Find(string name) =>
        Kind == JsonValueKind.Object && Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new DocumentNode(value, this, name)
            : null;

    /// <summary>The members of an object in order, nulls included; none of anything else.</summary>
    public IEnumerable<DocumentNode> Members() =>
        Kind == JsonValueKind.Object ? Value.EnumerateObject().Select(member => new DocumentNode(member.Value, this, member.Name)) : [];

    /// <summary>The elements of a list in order; none of anything else.</summary>
    public IEnumerable<DocumentNode> Elements() =>
        Kind == JsonValueKind.Array
            ? Value.EnumerateArray().Select((element, i) => new DocumentNode(element, this, i.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            : [];

    /// <summary>A scalar as it was written, so that <c>1.0</c> and <c>200</c> are the texts they look like; null for objects, lists and null.</summary>
    public string? Text() => Kind switch
    {
        JsonValueKind.String => Value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Value.GetRawText(),
        _ => null,
    };

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
