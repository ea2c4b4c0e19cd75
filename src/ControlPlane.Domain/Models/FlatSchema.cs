using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlPlane.Domain.Models;

/// <summary>The schema of a model with the models it refers to put into its definitions (GetModel's <c>flatten</c>).</summary>
public sealed class FlatSchema
{
    private const string _definitions = "definitions";

    private static readonly JsonDocumentOptions _reading = new() { MaxDepth = ModelSchema.MaxDepth };
    private static readonly JsonSerializerOptions _writing = new() { MaxDepth = ModelSchema.MaxDepth * 2 };

    private readonly Func<string, Model?> _find;
    private readonly Queue<string> _missing = new();
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    private FlatSchema(Func<string, Model?> find) => _find = find;

    /// <summary>Flattens a model's schema; one that refers to no model stays as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="find">Finds another model by name.</param>
    public static string? Of(Model model, Func<string, Model?> find) =>
        ModelRules.References(model).Count == 0 ? model.Schema : new FlatSchema(find).Flatten(model);

    private string Flatten(Model model)
    {
        var root = JsonNode.Parse(model.Schema!, documentOptions: _reading)!.AsObject();
        _met.Add(model.Name);
        Rewrite(root, "#", model.Name);
        if (root[_definitions] is not JsonObject definitions)
        {
            root[_definitions] = definitions = [];
        }

        while (_missing.TryDequeue(out var name))
        {
            if (_find(name)?.Schema is { } schema && JsonNode.Parse(schema, documentOptions: _reading) is JsonObject definition)
            {
                Rewrite(definition, $"#/{_definitions}/{name}", model.Name);
                definitions[name] = definition;
            }
        }

        return root.ToJsonString(_writing);
    }

    /// <summary>Makes every reference below a node one within the flat schema.</summary>
    /// <param name="node">The node.</param>
    /// <param name="home">Where the schema that the node belongs to lies by now.</param>
    /// <param name="root">The model that lies at the root.</param>
    private void Rewrite(JsonNode? node, string home, string root)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Rewrite(element, home, root);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, member) in members.ToArray())
            {
                if (name == "$ref" && member is JsonValue value && value.TryGetValue<string>(out var reference))
                {
                    members[name] = Local(reference, home, root);
                }
                else if (name is not ("enum" or "default"))
                {
                    Rewrite(member, home, root);
                }
            }
        }
    }

    private string Local(string reference, string home, string root)
    {
        if (!ModelReference.TryParse(reference, out var model))
        {
            return reference.StartsWith('#') ? home + reference[1..] : reference;
        }

        if (_met.Add(model))
        {
            _missing.Enqueue(model);
        }

        return model == root ? "#" : $"#/{_definitions}/{model}";
    }
}
