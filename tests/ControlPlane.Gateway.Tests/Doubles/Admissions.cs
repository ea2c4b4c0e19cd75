using ControlPlane.Gateway.Admission;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Lambda.Invocations;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>What admits requests where no key is known.</summary>
internal static class Admissions
{
    public static AdmissionBinder Binder(ILambdaClient? lambda = null)
    {
        var reports = new UsageReports(NoAccess.Instance, TimeProvider.System, NullLogger<UsageReports>.Instance);
        var keys = new KeyCache(NoAccess.Instance, reports, TimeProvider.System, null, NullLogger<KeyCache>.Instance);
        var services = new AuthorizerServices(lambda ?? new FakeLambda(), new MethodArn("us-east-1", "123456789012"), TimeProvider.System);
        return new AdmissionBinder(services, new KeyGate(keys, reports));
    }
}
