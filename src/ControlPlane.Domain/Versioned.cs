namespace ControlPlane.Domain;

/// <summary>A value with the revision it was read at, for conditional writes.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Revision">The stored revision, 1 or more.</param>
public sealed record Versioned<T>(T Value, long Revision);

/// <summary>A page of a list.</summary>
/// <typeparam name="T">The elements' type.</typeparam>
/// <param name="Items">The elements, in order.</param>
/// <param name="Position">The opaque token of the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Position);
