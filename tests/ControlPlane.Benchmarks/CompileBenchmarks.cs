using BenchmarkDotNet.Attributes;
using ControlPlane.Domain.Deployments;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Benchmarks;

/// <summary>Making a snapshot of both variants: from the deployment's document, and from an already compiled deployment.</summary>
[MemoryDiagnoser]
public class CompileBenchmarks
{
    private readonly SnapshotCompiler _compiler = SampleSnapshots.Compiler();
    private readonly StageConfiguration _stage = new(SampleApis.Stage(), 1);
    private DeployedApi _document = null!;
    private DeploymentPlan _plan = null!;

    [Params(10, 300)]
    public int Resources { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _document = SampleApis.Wide(Resources);
        _plan = DeploymentPlan.Compile("dep001", _document);
    }

    [Benchmark(Description = "document to snapshot")]
    public object Cold() => SampleSnapshots.Compile(_compiler, _document);

    [Benchmark(Description = "stage change")]
    public object Warm() => _compiler.Compile(_stage, _plan, _plan);
}
