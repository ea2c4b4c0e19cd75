namespace ControlPlane.Rollouts.Simulation;

/// <summary>Alarms with fixed thresholds on the canary's share of failures by minute, as CodeDeploy is used with: a rollback as soon as one rings.</summary>
public sealed class FixedRules
{
    /// <summary>The rules: over which share, in how many of the last minutes.</summary>
    public static IReadOnlyList<(string Name, double Share, int Of, int Last)> All { get; } =
    [
        ("> 1 %, 1 of 1 min", 0.01, 1, 1),
        ("> 1 %, 2 of 3 min", 0.01, 2, 3),
        ("> 5 %, 1 of 1 min", 0.05, 1, 1),
    ];

    private readonly double?[] _detected = new double?[All.Count];
    private readonly double[] _harmed = new double[All.Count];
    private readonly List<double> _minutes = [];
    private int _requests;
    private int _failed;

    /// <summary>When each rule rang, in seconds; null when it did not.</summary>
    public IReadOnlyList<double?> Detected => _detected;

    /// <summary>How many requests failed up to then because of the new version.</summary>
    public IReadOnlyList<double> Harmed => _harmed;

    /// <summary>Takes in a second.</summary>
    public void Count(int second, int requests, int failed, double excess)
    {
        if (second >= Simulator.Horizon)
        {
            return;
        }

        for (var i = 0; i < All.Count; i++)
        {
            _harmed[i] += _detected[i] is null ? excess : 0;
        }

        _requests += requests;
        _failed += failed;
        if (second % 60 == 59)
        {
            _minutes.Add(_requests == 0 ? 0 : _failed / (double)_requests);
            (_requests, _failed) = (0, 0);
            Ring(second + 1);
        }
    }

    private void Ring(double second)
    {
        for (var i = 0; i < All.Count; i++)
        {
            var (_, share, of, last) = All[i];
            _detected[i] ??= _minutes.TakeLast(last).Count(minute => minute > share) >= of ? second : null;
        }
    }
}
