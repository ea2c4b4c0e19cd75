using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Tests;

/// <summary>Patch operations written short: <c>op path value</c>, or <c>copy path from</c>.</summary>
internal static class Patches
{
    public static PatchOperation[] Of(params string[] operations) => [.. operations.Select(Parse)];

    private static PatchOperation Parse(string text)
    {
        var parts = text.Split(' ', 3);
        PatchOps.TryParse(parts[0], out var op).ShouldBeTrue(text);
        var value = parts.Length > 2 ? parts[2] : null;
        return op == PatchOp.Copy ? new(op, parts[1], null, value) : new(op, parts[1], value, null);
    }
}
