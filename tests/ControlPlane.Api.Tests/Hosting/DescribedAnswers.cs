using System.Text;
using System.Text.Json;
using ControlPlane.Api.Description;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>Holds every answer of every test against what the API says of itself; one that differs becomes a failure of the server.</summary>
internal static class DescribedAnswers
{
    public static IApplicationBuilder UseDescribedAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Operation>() is not { } operation)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        await context.Response.BodyWriter.FlushAsync();
        context.Response.Body = body;
        var bytes = answer.ToArray();
        if (context.Response.StatusCode < 300 && Differences(operation, context.Response.StatusCode, bytes) is { Count: > 0 } differences)
        {
            context.Response.StatusCode = 500;
            bytes = Encoding.UTF8.GetBytes($"{operation.Name} is not as described: {string.Join("; ", differences)}");
            context.Response.ContentLength = bytes.Length;
        }

        // Not even nothing may be written to a 204: the server would give up the connection.
        if (bytes.Length > 0)
        {
            await body.WriteAsync(bytes);
        }
    });

    internal static List<string> Differences(Operation operation, int status, byte[] body)
    {
        var differences = new List<string>();
        if (status != operation.Status)
        {
            differences.Add($"status {status} in place of {operation.Status}");
        }

        if ((body.Length == 0) != (operation.Output is null))
        {
            differences.Add(body.Length == 0 ? "no body" : "a body");
        }
        else if (operation.Output is { Payload: null } shape)
        {
            using var document = JsonDocument.Parse(body);
            Compare(document.RootElement, shape, "", differences);
        }

        return differences;
    }

    private static void Compare(JsonElement value, Shape shape, string path, List<string> differences)
    {
        switch (shape)
        {
            case ListShape list when value.ValueKind == JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Compare(element, list.Element, path + "[]", differences);
                }

                break;
            case MapShape map when value.ValueKind == JsonValueKind.Object:
                // An empty template is null on the wire, as with API Gateway.
                foreach (var property in value.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
                {
                    Compare(property.Value, map.Value, $"{path}.*", differences);
                }

                break;
            case StructureShape structure when value.ValueKind == JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (structure.Members.FirstOrDefault(member => member.WireName == property.Name) is not { } member)
                    {
                        differences.Add($"{path}.{property.Name} is not described");
                        continue;
                    }

                    Compare(property.Value, member.Shape, $"{path}.{property.Name}", differences);
                    if (member.Values.Count > 0 && !member.Values.Contains(property.Value.GetString()!))
                    {
                        differences.Add($"{path}.{property.Name} is {property.Value}");
                    }
                }

                break;
            case ScalarShape scalar when Fits(value, scalar.Kind):
                break;
            default:
                differences.Add($"{path} is {value.ValueKind}, not {shape}");
                break;
        }
    }

    private static bool Fits(JsonElement value, ScalarKind kind) => kind switch
    {
        ScalarKind.Text => value.ValueKind == JsonValueKind.String,
        ScalarKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ScalarKind.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        ScalarKind.Long => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };
}
