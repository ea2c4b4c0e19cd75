using System.Collections.Frozen;

namespace ControlPlane.Domain.Patching;

/// <summary>The wire names of patch operations.</summary>
public static class PatchOps
{
    private static readonly FrozenDictionary<string, PatchOp> _byName = new Dictionary<string, PatchOp>(StringComparer.Ordinal)
    {
        ["add"] = PatchOp.Add,
        ["remove"] = PatchOp.Remove,
        ["move"] = PatchOp.Move,
        ["test"] = PatchOp.Test,
        ["replace"] = PatchOp.Replace,
        ["copy"] = PatchOp.Copy,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names in the order AWS's messages list them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["add", "remove", "move", "test", "replace", "copy"];

    /// <summary>Finds an operation by its wire name (case-sensitive).</summary>
    public static bool TryParse(string name, out PatchOp op) => _byName.TryGetValue(name, out op);

    /// <summary>The wire name of one operation.</summary>
    public static string Name(PatchOp op) => op switch
    {
        PatchOp.Add => "add",
        PatchOp.Remove => "remove",
        PatchOp.Replace => "replace",
        PatchOp.Copy => "copy",
        PatchOp.Move => "move",
        PatchOp.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "Not one operation."),
    };
}
