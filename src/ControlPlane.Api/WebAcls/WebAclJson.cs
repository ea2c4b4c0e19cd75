using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.WebAcls;

/// <summary>The web ACL of a stage on the wire.</summary>
internal static class WebAclJson
{
    public static void Write(Utf8JsonWriter writer, Stage stage)
    {
        var acl = stage.WebAcl!;
        writer.WriteStartObject();
        writer.WriteString("id", acl.Id);
        writer.WriteString("name", acl.Name);
        writer.Optional("arn", stage.WebAclArn);
        writer.WriteString("defaultAction", WireNames.Of(acl.DefaultAction));
        writer.WriteStartArray("rules");
        foreach (var rule in acl.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("name", rule.Name);
            writer.WriteNumber("priority", rule.Priority);
            writer.WriteString("action", WireNames.Of(rule.Action));
            writer.WritePropertyName("statement");
            writer.WriteRawValue(rule.Statement);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
