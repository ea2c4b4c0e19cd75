namespace ControlPlane.Gateway.Logging.Volumes;

/// <summary>
/// How big the records of a stage's variant are, by event, so that one that is not made can be counted with its size. Records that are written
/// are measured each; of suppressed ones the first few of every ten seconds are made, measured and dropped.
/// </summary>
/// <remarks>
/// Many requests use it at a time and without locks: what they overwrite of each other is one sample among many.
/// </remarks>
internal sealed class RecordSizes
{
    /// <summary>How many suppressed records of an event are measured in a window.</summary>
    public const int Samples = 8;

    // The mean follows what is logged: older records count less and less.
    private const int Memory = 256;

    private static readonly long Window = TimeSpan.FromSeconds(10).Ticks;

    private readonly int[] _wanted = new int[(int)RecordEvent.Count];
    private readonly int[] _seen = new int[(int)RecordEvent.Count];
    private readonly double[] _means = new double[(int)RecordEvent.Count];
    private long _windowEnd = long.MinValue;

    /// <summary>Begins a new window when the last one is over.</summary>
    /// <param name="now">The present in ticks (UTC).</param>
    public void Poll(long now)
    {
        if (now >= _windowEnd)
        {
            _windowEnd = now + Window;
            Array.Fill(_wanted, Samples);
        }
    }

    /// <summary>Whether a suppressed record is to be made and measured.</summary>
    public bool IsWanted(RecordEvent @event) => _wanted[(int)@event] > 0;

    /// <summary>The mean size of an event's records in bytes; 0 while none was measured.</summary>
    public int MeanOf(RecordEvent @event) => (int)_means[(int)@event];

    /// <summary>Takes the size of a record that was made.</summary>
    public void Add(RecordEvent @event, int bytes, bool suppressed)
    {
        var index = (int)@event;
        if (suppressed)
        {
            _wanted[index]--;
        }

        var seen = Math.Min(_seen[index] + 1, Memory);
        _seen[index] = seen;
        _means[index] += (bytes - _means[index]) / seen;
    }
}
