using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary><c>$ref</c>: beside it nothing else counts.</summary>
internal sealed class ReferenceKeyword(Schema target) : Keyword
{
    public override bool Accepts(JsonElement value, SchemaCheck check) => target.Accepts(value, check);
}
