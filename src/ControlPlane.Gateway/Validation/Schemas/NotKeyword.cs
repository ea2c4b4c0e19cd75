using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(Schema schema) : Keyword
{
    public override bool Accepts(JsonElement value, SchemaCheck check) =>
        !check.Tries(schema, value) || check.Fail($"instance matched a schema which it should not have");
}
