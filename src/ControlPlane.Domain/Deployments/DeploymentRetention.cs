using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Deployments;

/// <summary>Which deployments of an API are kept. One that a stage serves, as its base or its canary, always is.</summary>
public sealed record DeploymentRetention
{
    /// <summary>The most that can be asked to be kept.</summary>
    public const int MaxCount = 10_000;

    /// <summary>The longest time, in days, they can be asked to be kept for.</summary>
    public const int MaxDays = 36_500;

    /// <summary>How many are kept, the newest, 1 to 10,000; null for any number.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>For how many days after its creation one is kept, 1 to 36,500; null for ever.</summary>
    public int? MaximumAgeDays { get; init; }

    /// <summary>Makes a retention.</summary>
    /// <exception cref="ApiException">400: both are missing, or one is out of range.</exception>
    public static DeploymentRetention Create(int? maximumCount, int? maximumAgeDays)
    {
        if (maximumCount is null && maximumAgeDays is null)
        {
            throw ApiException.BadRequest("Invalid deployment retention specified. Give maximumCount, maximumAgeDays or both.");
        }

        if (maximumCount is < 1 or > MaxCount)
        {
            throw ApiException.BadRequest($"Invalid maximumCount specified. It must be between 1 and {MaxCount}.");
        }

        return maximumAgeDays is < 1 or > MaxDays
            ? throw ApiException.BadRequest($"Invalid maximumAgeDays specified. It must be between 1 and {MaxDays}.")
            : new DeploymentRetention { MaximumCount = maximumCount, MaximumAgeDays = maximumAgeDays };
    }

    /// <summary>The deployments that need not be kept, the oldest first.</summary>
    /// <param name="all">All deployments of the API.</param>
    /// <param name="inUse">The ids of those that a stage serves.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<Deployment> Superfluous(IEnumerable<Deployment> all, IReadOnlySet<string> inUse, DateTimeOffset now)
    {
        var newestFirst = all.OrderByDescending(deployment => deployment.CreatedDate).ThenByDescending(deployment => deployment.Id, StringComparer.Ordinal).ToList();
        var superfluous = new List<Deployment>();
        for (var i = newestFirst.Count - 1; i >= 0; i--)
        {
            if (!inUse.Contains(newestFirst[i].Id) && (i >= MaximumCount || EndOf(newestFirst[i]) <= now))
            {
                superfluous.Add(newestFirst[i]);
            }
        }

        return superfluous;
    }

    /// <summary>When the next of some deployments grows too old; null when none ever does.</summary>
    /// <param name="kept">The deployments that are kept.</param>
    /// <param name="now">The present: what was too old before is kept for another reason.</param>
    public DateTimeOffset? NextEnd(IEnumerable<Deployment> kept, DateTimeOffset now) =>
        kept.Select(EndOf).Where(end => end > now).Order().FirstOrDefault();

    private DateTimeOffset? EndOf(Deployment deployment) => MaximumAgeDays is { } days ? deployment.CreatedDate.AddDays(days) : null;
}
