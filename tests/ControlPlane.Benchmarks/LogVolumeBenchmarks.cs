using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.LogCosts;
using ControlPlane.Gateway.Logging.Volumes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary>What it costs to count a record that its level suppresses, and to add what a request logged to what its stage did.</summary>
[MemoryDiagnoser]
public class LogVolumeBenchmarks
{
    private readonly RequestRecords _records = new();
    private readonly LogVolume _sum = new();

    [GlobalSetup]
    public void Setup()
    {
        var sizes = new RecordSizes();
        _records.Begin(NullLogger.Instance, sizes, 0);
        while (sizes.IsWanted(RecordEvent.Matched))
        {
            sizes.Add(RecordEvent.Matched, 500, suppressed: true);
        }
    }

    [Benchmark(Description = "suppressed record")]
    public bool Suppress() => _records.Suppress(RecordEvent.Matched, LogLevel.Debug);

    [Benchmark(Description = "sum of a request")]
    public void Sum() => _sum.Add(_records.Volume);

    [Benchmark(Description = "begin of a request")]
    public void Clear()
    {
        _records.Volume.Clear();
    }
}
