using System.Collections.Concurrent;
using ControlPlane.Domain.Models;
using ControlPlane.Gateway.Validation.Schemas;

namespace ControlPlane.Gateway.Validation;

/// <summary>The models of a deployment. Each is compiled when a body is first held to it: a function's first caller waits for no other.</summary>
internal sealed class ModelSchemas(IReadOnlyList<Model> models)
{
    private readonly ConcurrentDictionary<string, CompiledModel> _compiled = new(StringComparer.Ordinal);

    /// <summary>A model, compiled.</summary>
    public CompiledModel Get(string name) => _compiled.TryGetValue(name, out var compiled) ? compiled : _compiled.GetOrAdd(name, Compile(name));

    private CompiledModel Compile(string name)
    {
        if (Find(name) is not { } model)
        {
            return new(null, $"There is no model {name}");
        }

        if (!ModelRules.DescribesJson(model))
        {
            return new(null, null);
        }

        try
        {
            return new(new SchemaCompiler(other => Find(other)?.Schema).Compile(name), null);
        }
        catch (SchemaFault fault)
        {
            return new(null, fault.Message);
        }
    }

    private Model? Find(string name)
    {
        foreach (var model in models)
        {
            if (model.Name == name)
            {
                return model;
            }
        }

        return null;
    }
}

/// <summary>What bodies are held to.</summary>
/// <param name="Schema">The schema; null when the model describes something else than JSON, or has a fault.</param>
/// <param name="Fault">Why no body can be held to it, or null.</param>
internal sealed record CompiledModel(Schema? Schema, string? Fault);
