using System.Runtime.InteropServices;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.LogCosts;

/// <summary>
/// What the records of requests came to, by level and kind: those that were written, and those that their level suppressed. Not safe to
/// use from several threads at a time.
/// </summary>
public sealed class LogVolume
{
    /// <summary>How many kinds there are.</summary>
    public const int Kinds = 7;

    private const int _written = 0;
    private const int _suppressed = 2 * Kinds;
    private const int _held = 4 * Kinds;

    // Of each kind records and bytes: written, then suppressed; then those that were held.
    private readonly long[] _counters = new long[_held + 2];
    private Dictionary<string, long>? _routes;

    /// <summary>
    /// The records among the written ones that are below their level, kept because their request failed or was slow
    /// (<see cref="Stages.DebugOnFailure"/>).
    /// </summary>
    public LogAmount Held => At(_held);

    /// <summary>All that was written.</summary>
    public LogAmount AllWritten => Sum(_written);

    /// <summary>All that was suppressed.</summary>
    public LogAmount AllSuppressed => Sum(_suppressed);

    /// <summary>The written bytes by route, the whole variant's largest; those of others are in no route.</summary>
    public IReadOnlyDictionary<string, long> Routes => _routes is null ? Maps.Empty<long>() : _routes;

    /// <summary>What was written of a kind.</summary>
    public LogAmount Written(LogKind kind) => At(_written + (2 * (int)kind));

    /// <summary>What was suppressed of a kind; the bytes are estimated.</summary>
    public LogAmount Suppressed(LogKind kind) => At(_suppressed + (2 * (int)kind));

    /// <summary>Counts a written record.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="bytes">Its size.</param>
    public void Write(LogKind kind, int bytes) => Write(kind, new LogAmount(1, bytes));

    /// <summary>Counts written records.</summary>
    public void Write(LogKind kind, LogAmount amount) => Add(_written + (2 * (int)kind), amount);

    /// <summary>Counts a suppressed record.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="bytes">The size it would have had.</param>
    public void Suppress(LogKind kind, int bytes) => Suppress(kind, new LogAmount(1, bytes));

    /// <summary>Counts suppressed records.</summary>
    public void Suppress(LogKind kind, LogAmount amount) => Add(_suppressed + (2 * (int)kind), amount);

    /// <summary>Counts a written record as one that is below its level.</summary>
    public void Hold(LogAmount amount) => Add(_held, amount);

    /// <summary>Counts written bytes as a route's.</summary>
    /// <param name="route">The method and its resource's path: <c>GET /pets/{id}</c>.</param>
    /// <param name="bytes">How many.</param>
    public void AddRoute(string route, long bytes)
    {
        ArgumentNullException.ThrowIfNull(route);
        _routes ??= new Dictionary<string, long>(StringComparer.Ordinal);
        CollectionsMarshal.GetValueRefOrAddDefault(_routes, route, out _) += bytes;
    }

    /// <summary>Adds what another has counted.</summary>
    public void Add(LogVolume other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _counters.Length; i++)
        {
            _counters[i] += other._counters[i];
        }

        if (other._routes is null)
        {
            return;
        }

        foreach (var (route, bytes) in other._routes)
        {
            AddRoute(route, bytes);
        }
    }

    /// <summary>Forgets all routes but the largest.</summary>
    /// <param name="count">How many are kept.</param>
    public void KeepLargestRoutes(int count)
    {
        if (_routes?.Count > count)
        {
            _routes = new Dictionary<string, long>(_routes.OrderByDescending(static route => route.Value).Take(count), StringComparer.Ordinal);
        }
    }

    /// <summary>Begins at zero again.</summary>
    public void Clear()
    {
        _counters.AsSpan().Clear();
        _routes = null;
    }

    private LogAmount Sum(int first)
    {
        var sum = default(LogAmount);
        for (var kind = 0; kind < Kinds; kind++)
        {
            sum += At(first + (2 * kind));
        }

        return sum;
    }

    private LogAmount At(int index) => new(_counters[index], _counters[index + 1]);

    private void Add(int index, LogAmount amount)
    {
        _counters[index] += amount.Records;
        _counters[index + 1] += amount.Bytes;
    }
}
