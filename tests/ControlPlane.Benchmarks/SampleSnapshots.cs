using ControlPlane.Domain.Deployments;
using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary>Snapshots of the sample stage.</summary>
internal static class SampleSnapshots
{
    public static SnapshotCompiler Compiler()
    {
        var lambda = new NoLambda();
        var reports = new UsageReports(NoAccess.Instance, TimeProvider.System, NullLogger<UsageReports>.Instance);
        var keys = new KeyCache(NoAccess.Instance, reports, TimeProvider.System, null, NullLogger<KeyCache>.Instance);
        var authorizers = new AuthorizerServices(lambda, new MethodArn("us-east-1", "123456789012"), TimeProvider.System);
        var admissions = new AdmissionBinder(authorizers, new KeyGate(keys, reports));
        return new(new IntegrationBinder(new HttpBackends(), lambda), admissions, "123456789012", NullLoggerFactory.Instance);
    }

    public static SnapshotCache Cache(int resources) => new(
        new MemoryStageSource(SampleApis.Stage(), SampleApis.Wide(resources)),
        Compiler(),
        TimeProvider.System,
        null,
        NullLogger<SnapshotCache>.Instance);

    public static async Task LoadAsync(SnapshotCache snapshots) =>
        await snapshots.GetAsync(snapshots.Find(SampleApis.ApiId, "prod")!, TimeProvider.System.GetTimestamp());

    public static StageSnapshot Compile(SnapshotCompiler compiler, DeployedApi document)
    {
        var plan = DeploymentPlan.Compile("dep001", document);
        return compiler.Compile(new StageConfiguration(SampleApis.Stage(), 1), plan, plan);
    }
}
