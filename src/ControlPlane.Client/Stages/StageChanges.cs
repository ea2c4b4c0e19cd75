using ControlPlane.Client.Deployments;

namespace ControlPlane.Client.Stages;

/// <summary>One step of an update.</summary>
/// <param name="Op">What to do: add, remove, replace, copy.</param>
/// <param name="Path">Which member, as a JSON pointer.</param>
/// <param name="Value">The new value, always as a text; null where there is none.</param>
public sealed record PatchOperation(string Op, string Path, string? Value = null)
{
    /// <summary>For copy: where the value comes from.</summary>
    public string? From { get; init; }

    /// <summary>Replaces a member.</summary>
    public static PatchOperation Replace(string path, string value) => new("replace", path, value);

    /// <summary>Removes a member.</summary>
    public static PatchOperation Remove(string path) => new("remove", path);

    /// <summary>A name as a part of a path.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>An update on the wire.</summary>
internal sealed record Patch(IReadOnlyList<PatchOperation> PatchOperations);

/// <summary>A rollback on the wire.</summary>
internal sealed record Rollback(string? DeploymentId);

/// <summary>A protection on the wire.</summary>
internal sealed record DeletionProtection(bool Enabled);

/// <summary>What somebody did to a stage.</summary>
public sealed record StageEvent
{
    /// <summary>Its number among the stage's events, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What happened, for example <c>Promotion</c>.</summary>
    public string Type { get => field ?? ""; init; } = "";

    /// <summary>Who did it.</summary>
    public string Actor { get => field ?? ""; init; } = "";

    /// <summary>The request that did it.</summary>
    public string RequestId { get => field ?? ""; init; } = "";

    /// <summary>The deployment it is about, or null.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>What changed.</summary>
    public IReadOnlyList<MemberChange> Changes { get => field ?? []; init; } = [];
}
