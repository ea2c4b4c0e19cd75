using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>Writes policies the way IAM reads them.</summary>
internal static class PolicyStatements
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Statement(AddPermissionRequest request, string resourceArn)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("Sid", request.StatementId);
            json.WriteString("Effect", "Allow");
            WritePrincipal(json, request.Principal!);
            json.WriteString("Action", request.Action);
            json.WriteString("Resource", resourceArn);
            WriteConditions(json, request);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Document(ResourcePolicy policy) =>
        $$"""{"Version":"2012-10-17","Id":"default","Statement":[{{string.Join(",", policy.Statements.Select(s => s.Json))}}]}""";

    private static void WritePrincipal(Utf8JsonWriter json, string principal)
    {
        if (principal == "*")
        {
            json.WriteString("Principal", principal);
            return;
        }

        var account = principal.Length == 12 && principal.All(char.IsAsciiDigit);
        json.WriteStartObject("Principal");
        if (account || principal.StartsWith("arn:", StringComparison.Ordinal))
        {
            json.WriteString("AWS", account ? $"arn:aws:iam::{principal}:root" : principal);
        }
        else
        {
            json.WriteString("Service", principal);
        }

        json.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter json, AddPermissionRequest request)
    {
        (string Key, string? Value)[] equal =
        [
            ("AWS:SourceAccount", request.SourceAccount),
            ("lambda:EventSourceToken", request.EventSourceToken),
            ("aws:PrincipalOrgID", request.PrincipalOrgID),
            ("lambda:FunctionUrlAuthType", request.FunctionUrlAuthType),
        ];
        var equals = equal.Where(e => e.Value is not null).ToList();
        if (equals.Count == 0 && request.SourceArn is null && request.InvokedViaFunctionUrl is null)
        {
            return;
        }

        json.WriteStartObject("Condition");
        if (equals.Count > 0)
        {
            json.WriteStartObject("StringEquals");
            equals.ForEach(e => json.WriteString(e.Key, e.Value));
            json.WriteEndObject();
        }

        WriteOne(json, "ArnLike", "AWS:SourceArn", request.SourceArn);
        WriteOne(json, "Bool", "lambda:InvokedViaFunctionUrl", request.InvokedViaFunctionUrl switch { null => null, true => "true", false => "false" });
        json.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter json, string comparison, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteStartObject(comparison);
            json.WriteString(key, value);
            json.WriteEndObject();
        }
    }
}
