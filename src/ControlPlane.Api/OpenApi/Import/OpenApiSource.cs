using System.Text.Json;
using ControlPlane.Api.OpenApi.Documents;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>A document under import: which version it is, and what its references point to.</summary>
internal sealed class OpenApiSource
{
    // Chains of references are short; a longer one goes in a circle.
    private const int _maxHops = 20;

    // What API Gateway takes has a few thousand; references can make millions of a small document.
    private const int _maxMembers = 200_000;

    private readonly Dictionary<string, Dictionary<string, DocumentNode>> _sections = new(StringComparer.Ordinal);

    public OpenApiSource(DocumentNode root, bool isSwagger, ImportProblems problems)
    {
        Root = root;
        IsSwagger = isSwagger;
        Problems = problems;
    }

    private int _members;

    /// <summary>The document.</summary>
    public DocumentNode Root { get; }

    /// <summary>True for Swagger 2.0, false for OpenAPI 3.0.</summary>
    public bool IsSwagger { get; }

    /// <summary>Where problems go.</summary>
    public ImportProblems Problems { get; }

    /// <summary>What references to models begin with.</summary>
    public string SchemaReference => IsSwagger ? "#/definitions/" : "#/components/schemas/";

    /// <summary>A member that must be an object; null, with an error, when it is something else.</summary>
    public DocumentNode? Object(DocumentNode parent, string name) => Typed(parent.Find(name), JsonValueKind.Object, "an object");

    /// <summary>A member that must be a list; null, with an error, when it is something else.</summary>
    public DocumentNode? List(DocumentNode parent, string name) => Typed(parent.Find(name), JsonValueKind.Array, "a list");

    /// <summary>A member that must be a scalar, as text.</summary>
    public string? Text(DocumentNode parent, string name) => parent.Find(name) is { } node ? Text(node) : null;

    /// <summary>A scalar as text; null, with an error, when it is none.</summary>
    public string? Text(DocumentNode node)
    {
        var text = node.Text();
        if (text is null)
        {
            Problems.Error(node, $"'{node.Name}' must be a text");
        }

        return text;
    }

    /// <summary>A member that must be true or false.</summary>
    public bool? Boolean(DocumentNode parent, string name)
    {
        if (parent.Find(name) is not { } node)
        {
            return null;
        }

        switch (node.Text())
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Problems.Error(node, $"'{name}' must be a boolean");
                return null;
        }
    }

    /// <summary>A member that must be a whole number.</summary>
    public int? Whole(DocumentNode parent, string name)
    {
        if (parent.Find(name) is not { } node)
        {
            return null;
        }

        if (int.TryParse(node.Text(), System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Problems.Error(node, $"'{name}' must be an integer");
        return null;
    }

    /// <summary>A member that must be a list of texts, or null when it is absent.</summary>
    public IReadOnlyList<string>? Texts(DocumentNode parent, string name) =>
        List(parent, name) is { } list ? [.. list.Elements().Select(Text).OfType<string>()] : null;

    /// <summary>A member that must be a map of texts; empty when it is absent.</summary>
    public IReadOnlyDictionary<string, string> TextMap(DocumentNode parent, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in Object(parent, name)?.Members() ?? [])
        {
            if (Text(member) is { } text)
            {
                map[member.Name] = text;
            }
        }

        return map;
    }

    /// <summary>A member that must be a map of texts and nulls; empty when it is absent.</summary>
    public IReadOnlyDictionary<string, string?> TemplateMap(DocumentNode parent, string name)
    {
        var map = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var member in Object(parent, name)?.Members() ?? [])
        {
            map[member.Name] = member.Kind == JsonValueKind.Null ? null : Text(member);
        }

        return map;
    }

    /// <summary>Counts a parameter, a header or a body of an operation, its own or one it refers to.</summary>
    /// <exception cref="Domain.Errors.ApiException">400: there are too many.</exception>
    public void Count()
    {
        if (++_members > _maxMembers)
        {
            throw Domain.Errors.ApiException.BadRequest($"Invalid OpenAPI input. The document's operations have more than {_maxMembers} parameters, headers and bodies.");
        }
    }

    /// <summary>Follows <c>$ref</c>, when there is one.</summary>
    /// <returns>What it points to, or null, with an error, when that is nothing.</returns>
    public DocumentNode? Follow(DocumentNode node)
    {
        var target = node;
        for (var hop = 0; target.Find("$ref") is { } reference; hop++)
        {
            if (hop == _maxHops || Resolve(reference.Text()) is not { } found)
            {
                Problems.Error(reference, $"Unable to resolve reference '{reference.Text()}'");
                return null;
            }

            target = found;
        }

        return Typed(target, JsonValueKind.Object, "an object");
    }

    /// <summary>The model that a schema's reference names, or null when it names none.</summary>
    public string? ModelOf(string? reference)
    {
        if (reference is null || !reference.StartsWith(SchemaReference, StringComparison.Ordinal))
        {
            return null;
        }

        var name = Unescape(reference[SchemaReference.Length..]);
        return Section(SchemaReference[2..^1]).ContainsKey(name) ? name : null;
    }

    private DocumentNode? Resolve(string? reference)
    {
        // Every section that may be referred to holds its entries by name; deeper places are not for reference.
        if (reference is null || !reference.StartsWith("#/", StringComparison.Ordinal) || reference.LastIndexOf('/') is var slash && slash < 2)
        {
            return null;
        }

        return Section(reference[2..slash]).GetValueOrDefault(Unescape(reference[(slash + 1)..]));
    }

    // Looked up by name once and for all: a document may refer to thousands of entries thousands of times.
    private Dictionary<string, DocumentNode> Section(string path)
    {
        if (_sections.TryGetValue(path, out var section))
        {
            return section;
        }

        var node = path.Split('/').Aggregate((DocumentNode?)Root, (at, name) => at?.Find(Unescape(name)));
        section = new Dictionary<string, DocumentNode>(StringComparer.Ordinal);
        foreach (var member in node?.Members() ?? [])
        {
            section[member.Name] = member;
        }

        return _sections[path] = section;
    }

    private DocumentNode? Typed(DocumentNode? node, JsonValueKind kind, string what)
    {
        if (node is null || node.Kind == kind)
        {
            return node;
        }

        Problems.Error(node, $"'{node.Name}' must be {what}");
        return null;
    }

    private static string Unescape(string name) =>
        Uri.UnescapeDataString(name).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
