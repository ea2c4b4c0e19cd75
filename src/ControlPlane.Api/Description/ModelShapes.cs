using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlPlane.Api.Description;

/// <summary>The shapes of a service model. Each has a name there, lists and maps as well.</summary>
internal static class ModelShapes
{
    /// <summary>Adds a shape and what it is made of.</summary>
    /// <returns>The shape's name.</returns>
    public static string Add(Shape shape, IDictionary<string, Action<Utf8JsonWriter>> shapes)
    {
        var name = NameOf(shape);
        if (!shapes.ContainsKey(name))
        {
            // Known before its parts are, so that none is added twice.
            shapes[name] = static _ => { };
            shapes[name] = shape switch
            {
                ScalarShape scalar => writer => WriteType(writer, TypeOf(scalar.Kind)),
                ListShape list => List(Add(list.Element, shapes)),
                MapShape map => Map(Add(map.Value, shapes), Add(Shape.Text, shapes)),
                StructureShape structure => Structure([.. structure.Members.Select(member => new Placed(member, member.Location, Add(member, shapes)))], structure.Payload),
                _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown shape."),
            };
        }

        return name;
    }

    /// <summary>The shape of an operation's request.</summary>
    public static Action<Utf8JsonWriter> Input(Operation operation, IDictionary<string, Action<Utf8JsonWriter>> shapes)
    {
        var headers = operation.Repeatable ? operation.Headers.Append(Members.IdempotencyKey) : operation.Headers;
        return Structure(
        [
            .. operation.Labels().Select(PathParameters.Find).Select(member => new Placed(member, "uri", Add(member, shapes))),
            .. operation.Query.Select(member => new Placed(member, "querystring", Add(member, shapes))),
            .. headers.Select(member => new Placed(member, "header", Add(member, shapes))),
            .. operation.Body.Select(member => new Placed(member, null, Add(member, shapes))),
            .. (operation.Payload is { } payload ? [payload] : Array.Empty<Member>()).Select(member => new Placed(member, null, Add(member, shapes))),
        ],
        operation.Payload);
    }

    /// <summary>A property that names a shape.</summary>
    public static void WriteReference(Utf8JsonWriter writer, string property, string shape)
    {
        writer.WriteStartObject(property);
        writer.WriteString("shape", shape);
        writer.WriteEndObject();
    }

    private static string Add(Member member, IDictionary<string, Action<Utf8JsonWriter>> shapes) => Add(member.Shape, shapes);

    private static string NameOf(Shape shape) => shape switch
    {
        ScalarShape scalar => TypeOf(scalar.Kind) switch
        {
            "string" => "String",
            var type => char.ToUpperInvariant(type[0]) + type[1..],
        },
        ListShape list => "ListOf" + NameOf(list.Element),
        MapShape map => "MapOf" + NameOf(map.Value),
        StructureShape structure => structure.Name,
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown shape."),
    };

    private static string TypeOf(ScalarKind kind) => kind switch
    {
        ScalarKind.Text => "string",
        ScalarKind.Boolean => "boolean",
        ScalarKind.Integer => "integer",
        ScalarKind.Long => "long",
        ScalarKind.Number => "double",
        ScalarKind.Timestamp => "timestamp",
        ScalarKind.Blob => "blob",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    private static void WriteType(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteEndObject();
    }

    private static Action<Utf8JsonWriter> List(string element) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "list");
        WriteReference(writer, "member", element);
        writer.WriteEndObject();
    };

    private static Action<Utf8JsonWriter> Map(string value, string key) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "map");
        WriteReference(writer, "key", key);
        WriteReference(writer, "value", value);
        writer.WriteEndObject();
    };

    private static Action<Utf8JsonWriter> Structure(IReadOnlyList<Placed> members, Member? payload) => writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "structure");
        if (payload is not null)
        {
            writer.WriteString("payload", payload.Name);
        }

        var required = members.Where(placed => placed.Member.Required).ToList();
        if (required.Count > 0)
        {
            writer.WriteStartArray("required");
            foreach (var placed in required)
            {
                writer.WriteStringValue(placed.Member.Name);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("members");
        foreach (var placed in members)
        {
            writer.WriteStartObject(placed.Member.Name);
            writer.WriteString("shape", placed.Shape);
            if (placed.Location is { } location)
            {
                writer.WriteString("location", location);
            }

            if (placed.Location is not null || placed.Member.WireName != placed.Member.Name)
            {
                writer.WriteString("locationName", placed.Member.WireName);
            }

            if (ReferenceEquals(placed.Member, Members.IdempotencyKey))
            {
                // Clients then make one up per call, and their own retries are safe.
                writer.WriteBoolean("idempotencyToken", true);
            }

            writer.WriteString("documentation", $"<p>{HtmlEncoder.Default.Encode(Explain(placed.Member))}</p>");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    };

    // A client that checks values itself would refuse those of a newer server.
    private static string Explain(Member member) =>
        member.Values.Count == 0 ? member.Documentation : $"{member.Documentation} One of {string.Join(", ", member.Values)}.";

    /// <summary>A member of a request or an object.</summary>
    private sealed record Placed(Member Member, string? Location, string Shape);
}
