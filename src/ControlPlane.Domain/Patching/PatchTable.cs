using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Patching;

/// <summary>
/// What a noun can be patched with: a table of paths, each with the operations it takes and the edit it makes.
/// A request applies to a copy and either all of its operations apply or none.
/// </summary>
/// <typeparam name="T">The noun, an immutable record.</typeparam>
public sealed class PatchTable<T>
{
    private readonly List<Rule> _rules = [];
    private readonly PatchRefusals _refusals;

    /// <summary>Creates an empty table.</summary>
    /// <param name="refusals">The words operations outside the table are refused with.</param>
    public PatchTable(PatchRefusals refusals) => _refusals = refusals;

    /// <summary>Allows operations on a path.</summary>
    /// <param name="ops">The operations.</param>
    /// <param name="pattern">The path: literals, <c>{name}</c> for one segment, <c>{name+}</c> for one or more.</param>
    /// <param name="edit">Makes the change; throws <see cref="ApiException"/> when the value does not fit.</param>
    /// <returns>This table.</returns>
    public PatchTable<T> Allow(PatchOp ops, string pattern, Func<T, PatchEdit, T> edit)
    {
        _rules.Add(new Rule(ops, new PatchPath(pattern), edit));
        return this;
    }

    /// <summary>Applies the operations in their order.</summary>
    /// <returns>The changed noun; <paramref name="target"/> itself stays as it is.</returns>
    /// <exception cref="ApiException">400: an operation is refused; nothing is to be kept.</exception>
    public T Apply(T target, IReadOnlyList<PatchOperation> operations)
    {
        foreach (var operation in operations)
        {
            target = Apply(target, operation);
        }

        return target;
    }

    private T Apply(T target, PatchOperation operation)
    {
        var pathOps = PatchOp.None;
        if (operation.Path is { } path)
        {
            foreach (var rule in _rules)
            {
                if (!rule.Path.TryMatch(path, out var captures))
                {
                    continue;
                }

                if (rule.Ops.HasFlag(operation.Op))
                {
                    return rule.Edit(target, new PatchEdit(operation, captures));
                }

                pathOps |= rule.Ops;
            }
        }

        throw _refusals.Refuse(operation, pathOps, Patterns(operation.Op));
    }

    private IReadOnlyList<string> Patterns(PatchOp op) => [.. _rules.Where(rule => rule.Ops.HasFlag(op)).Select(rule => rule.Path.Pattern)];

    private sealed record Rule(PatchOp Ops, PatchPath Path, Func<T, PatchEdit, T> Edit);
}
