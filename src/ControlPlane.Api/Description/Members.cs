using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Description;

/// <summary>Members that several operations have.</summary>
internal static class Members
{
    /// <summary>One step of an update.</summary>
    public static StructureShape PatchOperation { get; } = new(
        "PatchOperation",
        [
            new("op", Shape.Text, "What to do.") { Values = ["add", "remove", "replace", "move", "copy", "test"] },
            new("path", Shape.Text, "Which member, as a JSON pointer."),
            new("value", Shape.Text, "The new value, always as a text."),
            new("from", Shape.Text, "For copy: where the value comes from."),
        ]);

    /// <summary>The body of an update.</summary>
    public static Member PatchOperations { get; } = new("patchOperations", new ListShape(PatchOperation), "The changes, applied in order, all or none.");

    /// <summary>One member that differs between two states of a thing.</summary>
    public static StructureShape Change { get; } = new(
        "MemberChange",
        [
            new("path", Shape.Text, "Which member, as a JSON pointer."),
            new("before", Shape.Text, "Its value before; absent when it had none."),
            new("after", Shape.Text, "Its value after; absent when it has none."),
        ]);

    /// <summary>Where an API or a domain is served.</summary>
    public static StructureShape EndpointConfiguration { get; } = new(
        "EndpointConfiguration",
        [
            new("types", Shape.Texts, "EDGE, REGIONAL or PRIVATE."),
            new("ipAddressType", Shape.Text, "ipv4 or dualstack."),
            new("vpcEndpointIds", Shape.Texts, "The VPC endpoints of a private API."),
        ]);

    /// <summary>Tags.</summary>
    public static Member Tags { get; } = new("tags", Shape.TextMap, "Tags: values by key.");

    /// <summary>A text for people.</summary>
    public static Member Description { get; } = new("description", Shape.Text, "A text for people.");

    /// <summary>The query of a list.</summary>
    public static IReadOnlyList<Member> Paging { get; } =
    [
        new("position", Shape.Text, "Where the page starts: the position that the page before ended with."),
        new("limit", Shape.Integer, "How many at most, 1 to 500; 25 when absent."),
    ];

    /// <summary>What a stage's revision must be.</summary>
    public static Member IfMatch { get; } = new("ifMatch", Shape.Text, "The ETag the stage must still have; 412 when somebody else was faster.") { WireName = "If-Match" };

    /// <summary>What tells a repeated request from a new one.</summary>
    public static Member IdempotencyKey { get; } = new("idempotencyKey", Shape.Text, "The same key and request get the first answer again, for a day.") { WireName = "Idempotency-Key" };

    /// <summary>A member whose values are an enum's.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    public static Member OneOf<T>(string name, string documentation)
        where T : struct, Enum => new(name, Shape.Text, documentation) { Values = [.. Enum.GetValues<T>().Select(WireNames.Of)] };

    /// <summary>A document as it is.</summary>
    public static Member Document { get; } = new("body", Shape.Blob, "The document, OpenAPI 3.0 or Swagger 2.0, JSON or YAML.");

    /// <summary>Whether warnings refuse an import.</summary>
    public static Member FailOnWarnings { get; } = new("failOnWarnings", Shape.Boolean, "True to change nothing when there are warnings.") { WireName = "failonwarnings" };

    /// <summary>How an import treats what is there.</summary>
    public static Member PutMode { get; } = new("mode", Shape.Text, "What becomes of what the document does not mention: it stays, or it goes.") { Values = ["merge", "overwrite"] };

    /// <summary>What to put into the answer beside the object itself.</summary>
    public static Member Embed(string what) => new("embed", Shape.Texts, $"{what} to have it in the answer.");
}
