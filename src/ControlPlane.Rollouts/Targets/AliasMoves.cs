using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Rollouts;
using ControlPlane.Rollouts.Aliases;

namespace ControlPlane.Rollouts.Targets;

/// <summary>The aliases of a rollout as moves.</summary>
public static class AliasMoves
{
    private const int _maxAliases = 20;

    /// <summary>The moves of a rollout that is stored.</summary>
    public static IReadOnlyList<AliasMove> Of(RolloutTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return [.. target.Aliases.Select(static alias => new AliasMove(alias.FunctionName, alias.Alias, alias.FromVersion, alias.ToVersion))];
    }

    /// <summary>The moves that a request names.</summary>
    /// <exception cref="ApiException">400 that names the alias.</exception>
    public static IReadOnlyList<AliasMove> Check(IReadOnlyList<Domain.Rollouts.AliasShift> aliases)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        if (aliases.Count > _maxAliases)
        {
            throw ApiException.BadRequest($"Too many aliases: {aliases.Count}. target.aliases can have at most {_maxAliases}");
        }

        var moves = new List<AliasMove>(aliases.Count);
        for (var i = 0; i < aliases.Count; i++)
        {
            var alias = aliases[i];
            try
            {
                moves.Add(new AliasMove(alias.FunctionName, alias.Alias, alias.FromVersion, alias.ToVersion));
            }
            catch (ArgumentException exception)
            {
                throw ApiException.BadRequest($"Invalid target.aliases[{i}]: {exception.Message.Split(" (Parameter", 2)[0]}");
            }

            if (aliases.Take(i).Any(other => other.FunctionName == alias.FunctionName && other.Alias == alias.Alias))
            {
                throw ApiException.BadRequest($"Invalid target.aliases[{i}]: {alias.FunctionName}:{alias.Alias} is there twice");
            }
        }

        return moves;
    }
}
