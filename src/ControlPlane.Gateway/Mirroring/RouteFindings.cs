using ControlPlane.Domain.Metrics;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>Where findings belong.</summary>
internal sealed record FindingsKey(string ApiId, string StageName, string DeploymentId, string ResourcePath, string HttpMethod);

/// <summary>What was found of a route since somebody last took it, and which differences are known.</summary>
/// <param name="key">The route.</param>
internal sealed class RouteFindings(FindingsKey key)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private Dictionary<string, long> _counts = [];
    private Dictionary<string, long> _samples = [];

    public FindingsKey Key => key;

    /// <summary>Counts a request that was not compared.</summary>
    public void Add(string outcome)
    {
        lock (_gate)
        {
            Add(_counts, outcome, 1);
        }
    }

    /// <summary>Counts a request that was compared.</summary>
    /// <param name="differences">The differences, each with its kind in front.</param>
    /// <param name="sampleSize">How many different ones are remembered.</param>
    public void Add(IReadOnlyList<string> differences, int sampleSize)
    {
        lock (_gate)
        {
            Add(_counts, MirroringFindings.Compared, 1);
            if (differences.Count == 0)
            {
                Add(_counts, MirroringFindings.Same, 1);
            }

            foreach (var kind in differences.Select(static difference => difference[..difference.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal))
            {
                Add(_counts, kind, 1);
            }

            foreach (var difference in differences)
            {
                if (_known.Contains(difference) || (_known.Count < sampleSize && _known.Add(difference)))
                {
                    Add(_samples, difference, 1);
                }
            }
        }
    }

    /// <summary>Puts back what could not be stored.</summary>
    public void Add(MirroringFindings findings)
    {
        lock (_gate)
        {
            foreach (var (name, count) in findings.Counts)
            {
                Add(_counts, name, count);
            }

            foreach (var (difference, count) in findings.Samples)
            {
                Add(_samples, difference, count);
            }
        }
    }

    /// <summary>Takes out what was found, or null when there is nothing.</summary>
    public MirroringFindings? Take()
    {
        lock (_gate)
        {
            if (_counts.Count == 0)
            {
                return null;
            }

            var taken = new MirroringFindings
            {
                DeploymentId = key.DeploymentId,
                ResourcePath = key.ResourcePath,
                HttpMethod = key.HttpMethod,
                Counts = _counts,
                Samples = _samples,
            };
            (_counts, _samples) = ([], []);
            return taken;
        }
    }

    private static void Add(Dictionary<string, long> counts, string name, long count) => counts[name] = counts.GetValueOrDefault(name) + count;
}
