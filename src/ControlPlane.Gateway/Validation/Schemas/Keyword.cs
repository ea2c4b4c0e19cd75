using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>A keyword of a schema, or a group of those that belong together. Values of a type that it says nothing of fit it.</summary>
internal abstract class Keyword
{
    /// <summary>Whether a value fits; what is wrong with it is told to the check.</summary>
    public abstract bool Accepts(JsonElement value, SchemaCheck check);
}
