namespace ControlPlane.Client;

/// <summary>A value with its revision: what <c>If-Match</c> takes.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="ETag">Its entity tag, or null when it has none.</param>
public sealed record Revised<T>(T Value, string? ETag);

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>
{
    /// <summary>The part.</summary>
    public IReadOnlyList<T> Item { get => field ?? []; init; } = [];

    /// <summary>Where the next part starts, or null on the last one.</summary>
    public string? Position { get; init; }
}

/// <summary>A document that is saved as a file.</summary>
/// <param name="Name">The file's name, or null when the API proposes none.</param>
/// <param name="Content">Its bytes.</param>
public sealed record Document(string? Name, ReadOnlyMemory<byte> Content);
