namespace ControlPlane.Api.Description;

/// <summary>
/// One operation of the control API: what is mapped, and what clients and documents are told of it. Its path parameters are
/// the labels of its pattern.
/// </summary>
/// <param name="Name">The operation's name in API Gateway's model, or ours: <c>CreateStage</c>.</param>
/// <param name="Verb">The HTTP verb.</param>
/// <param name="Pattern">The route pattern; <c>{**label}</c> takes the rest of the path.</param>
/// <param name="Status">The status of a success.</param>
/// <param name="Documentation">What it does, in a sentence or two.</param>
internal sealed record Operation(string Name, string Verb, string Pattern, int Status, string Documentation)
{
    /// <summary>The query's parameters.</summary>
    public IReadOnlyList<Member> Query { get; init; } = [];

    /// <summary>The headers that matter to it.</summary>
    public IReadOnlyList<Member> Headers { get; init; } = [];

    /// <summary>The members of the request's body.</summary>
    public IReadOnlyList<Member> Body { get; init; } = [];

    /// <summary>The member that is the request's whole body, as bytes, or null.</summary>
    public Member? Payload { get; init; }

    /// <summary>What clients know the operation by in the query, where its path and verb are another's: <c>mode=import</c>.</summary>
    public string? FixedQuery { get; init; }

    /// <summary>The answer's body, or null when it has none.</summary>
    public StructureShape? Output { get; init; }

    /// <summary>True when the request may be repeated with an <c>Idempotency-Key</c>, and the repetition gets the first answer.</summary>
    public bool Repeatable { get; init; }

    /// <summary>True for what API Gateway has as well.</summary>
    public bool IsApiGateways { get; init; } = true;

    /// <summary>The path's parameters, in order, by their labels in the pattern.</summary>
    public IEnumerable<string> Labels() => Pattern
        .Split('/')
        .Where(segment => segment.StartsWith('{'))
        .Select(segment => segment.Trim('{', '}', '*'));
}
