namespace ControlPlane.Api.Description;

/// <summary>The type of a value on the wire, as clients and documents are told of it.</summary>
internal abstract record Shape
{
    /// <summary>A text.</summary>
    public static Shape Text { get; } = new ScalarShape(ScalarKind.Text);

    /// <summary>True or false.</summary>
    public static Shape Boolean { get; } = new ScalarShape(ScalarKind.Boolean);

    /// <summary>A whole number of 32 bits.</summary>
    public static Shape Integer { get; } = new ScalarShape(ScalarKind.Integer);

    /// <summary>A whole number of 64 bits.</summary>
    public static Shape Long { get; } = new ScalarShape(ScalarKind.Long);

    /// <summary>A number.</summary>
    public static Shape Number { get; } = new ScalarShape(ScalarKind.Number);

    /// <summary>A time in seconds since 1970.</summary>
    public static Shape Timestamp { get; } = new ScalarShape(ScalarKind.Timestamp);

    /// <summary>A list of texts.</summary>
    public static Shape Texts { get; } = new ListShape(Text);

    /// <summary>Bytes that are a body as they are.</summary>
    public static Shape Blob { get; } = new ScalarShape(ScalarKind.Blob);

    /// <summary>Texts by text.</summary>
    public static Shape TextMap { get; } = new MapShape(Text);

    /// <summary>Booleans by text.</summary>
    public static Shape BooleanMap { get; } = new MapShape(Boolean);
}

/// <summary>A value without parts.</summary>
/// <param name="Kind">Which.</param>
internal sealed record ScalarShape(ScalarKind Kind) : Shape;

/// <summary>The kinds of values without parts.</summary>
internal enum ScalarKind
{
    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON boolean.</summary>
    Boolean,

    /// <summary>A JSON number, whole, 32 bits.</summary>
    Integer,

    /// <summary>A JSON number, whole, 64 bits.</summary>
    Long,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON number: seconds since 1970, with a fraction where it matters.</summary>
    Timestamp,

    /// <summary>Bytes that are a body as they are.</summary>
    Blob,
}

/// <summary>Values in order.</summary>
/// <param name="Element">What each is.</param>
internal sealed record ListShape(Shape Element) : Shape;

/// <summary>Values by name.</summary>
/// <param name="Value">What each is.</param>
internal sealed record MapShape(Shape Value) : Shape;

/// <summary>An object with known members.</summary>
/// <param name="Name">What API Gateway's model, or ours, calls it: <c>Stage</c>.</param>
/// <param name="Members">Its members.</param>
internal sealed record StructureShape(string Name, IReadOnlyList<Member> Members) : Shape
{
    /// <summary>The member that is the whole body, when it is not the object; null otherwise.</summary>
    public Member? Payload { get; init; }

    /// <summary>A page of such objects.</summary>
    /// <param name="name">What the page is called: <c>Stages</c>.</param>
    /// <param name="member">What its list is called.</param>
    public StructureShape Page(string name, string member) => new(
        name,
        [
            new Member(member, new ListShape(this), "The page.") { WireName = "item" },
            new Member("position", Text, "Where the next page starts; absent on the last one."),
        ]);
}

/// <summary>A named part of an object or of a request.</summary>
/// <param name="Name">What clients call it: <c>stageName</c>.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Documentation">One sentence.</param>
internal sealed record Member(string Name, Shape Shape, string Documentation)
{
    /// <summary>What it is called on the wire, where that differs.</summary>
    public string WireName { get; init; } = Name;

    /// <summary>Where in an answer it stands beside the body, <c>header</c>, or null.</summary>
    public string? Location { get; init; }

    /// <summary>True when a request without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>The values it can have, or none when it is open.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The same member, which must be given.</summary>
    public Member Needed() => this with { Required = true };
}
