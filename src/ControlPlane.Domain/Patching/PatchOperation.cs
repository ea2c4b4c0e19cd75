namespace ControlPlane.Domain.Patching;

/// <summary>One operation of a PATCH request (AWS: PatchOperation).</summary>
/// <param name="Op">What to do.</param>
/// <param name="Path">A JSON pointer (RFC 6901) into the resource, or null when the caller sent none.</param>
/// <param name="Value">The new value as text, or null when the caller sent none.</param>
/// <param name="From">The source of a copy, or null.</param>
public sealed record PatchOperation(PatchOp Op, string? Path, string? Value, string? From);

/// <summary>The kinds of patch operations; only add, remove, replace and copy have any use.</summary>
[Flags]
public enum PatchOp
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Adds a member of a collection.</summary>
    Add = 1,

    /// <summary>Removes a member.</summary>
    Remove = 2,

    /// <summary>Sets a member.</summary>
    Replace = 4,

    /// <summary>Copies a member of the resource over another.</summary>
    Copy = 8,

    /// <summary>Known to the model, used by nothing.</summary>
    Move = 16,

    /// <summary>Known to the model, used by nothing.</summary>
    Test = 32,
}
