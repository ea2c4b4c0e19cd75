using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c>, <c>additionalProperties</c>, <c>required</c>, <c>minProperties</c>, <c>maxProperties</c> and
/// <c>dependencies</c>. Of a name that is there twice the last counts, as for whoever parses the body later.
/// </summary>
internal sealed class ObjectKeyword : Keyword
{
    private const int PropertiesPerUnit = 16;

    private readonly NamedSchema[] _properties = [];
    private readonly Dictionary<string, Schema> _byName = [];

    /// <summary>What properties fit, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, Schema>> Properties
    {
        init
        {
            _properties = [.. value.Select(property => new NamedSchema(Encoding.UTF8.GetBytes(property.Key), property.Value))];
            _byName = new Dictionary<string, Schema>(value, StringComparer.Ordinal);
        }
    }

    /// <summary>What properties fit whose names match.</summary>
    public KeyValuePair<Regex, Schema>[] Patterned { get; init; } = [];

    /// <summary>What all other properties fit, or null.</summary>
    public Schema? Additional { get; init; }

    /// <summary>Whether there may be other properties.</summary>
    public bool AllowsAdditional { get; init; } = true;

    public string[] Required { get; init; } = [];

    public int MinProperties { get; init; }

    public int MaxProperties { get; init; } = int.MaxValue;

    public Dependency[] Dependencies { get; init; } = [];

    public override bool Accepts(JsonElement value, SchemaCheck check)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var count = value.GetPropertyCount();
        check.Charge((_properties.Length + Required.Length + Dependencies.Length) * (1L + (count / PropertiesPerUnit)));
        var fits = AcceptsCount(count, check) & AcceptsRequired(value, check) & AcceptsProperties(value, check);
        if (Patterned.Length > 0 || Additional is not null || !AllowsAdditional)
        {
            fits &= AcceptsOthers(value, check);
        }

        foreach (var dependency in Dependencies)
        {
            fits &= !value.TryGetProperty(dependency.Property, out _) || dependency.Accepts(value, check);
        }

        return fits;
    }

    private bool AcceptsCount(int count, SchemaCheck check)
    {
        if (count < MinProperties)
        {
            return check.Fail($"object has too few properties (found {count} but schema requires at least {MinProperties})");
        }

        return count <= MaxProperties || check.Fail($"object has too many properties (found {count} but schema requires at most {MaxProperties})");
    }

    private bool AcceptsRequired(JsonElement value, SchemaCheck check)
    {
        var missing = Missing(value, Required);
        return missing is null || check.Fail($"object has missing required properties ({missing})");
    }

    private bool AcceptsProperties(JsonElement value, SchemaCheck check)
    {
        var fits = true;
        foreach (var property in _properties)
        {
            if (value.TryGetProperty(property.Name, out var member) && !property.Schema.Accepts(member, check))
            {
                fits = false;
                if (check.IsSettled)
                {
                    break;
                }
            }
        }

        return fits;
    }

    private bool AcceptsOthers(JsonElement value, SchemaCheck check)
    {
        var fits = true;
        List<string>? forbidden = null;
        foreach (var member in value.EnumerateObject())
        {
            check.Charge(1);
            var name = member.Name;
            var isKnown = _byName.ContainsKey(name);
            foreach (var (pattern, schema) in Patterned)
            {
                if (check.Matches(pattern, name))
                {
                    isKnown = true;
                    fits &= schema.Accepts(member.Value, check);
                }
            }

            if (isKnown)
            {
                continue;
            }

            if (Additional is not null)
            {
                fits &= Additional.Accepts(member.Value, check);
            }
            else if (!AllowsAdditional && (forbidden?.Count ?? 0) < SchemaCheck.MaxComplaints)
            {
                (forbidden ??= []).Add(name);
            }

            if (!fits && check.IsSettled)
            {
                return false;
            }
        }

        return forbidden is null ? fits : check.Fail($"object instance has properties which are not allowed by the schema: {forbidden}");
    }

    private static List<string>? Missing(JsonElement value, string[] names)
    {
        List<string>? missing = null;
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                (missing ??= []).Add(name);
            }
        }

        return missing;
    }

    private readonly record struct NamedSchema(byte[] Name, Schema Schema);

    /// <summary>What an object fits once it has a property.</summary>
    /// <param name="Property">The property.</param>
    /// <param name="Names">What else must be there, or null.</param>
    /// <param name="Schema">What the object fits, or null.</param>
    internal sealed record Dependency(string Property, string[]? Names, Schema? Schema)
    {
        public bool Accepts(JsonElement value, SchemaCheck check)
        {
            if (Names is null)
            {
                return Schema!.Accepts(value, check);
            }

            var missing = Missing(value, Names);
            return missing is null
                || check.Fail($"property \"{Property}\" of object has missing property dependencies (schema requires {Names}; missing: {missing})");
        }
    }
}
