using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.RuntimeApi;
using ControlPlane.Local.LocalLambda.Sandboxes;
using ControlPlane.Local.LocalLambda.Storage;

namespace ControlPlane.Local.LocalLambda;

/// <summary>Starts what runs beside requests, and stops every function process with the host.</summary>
internal sealed class LocalLambdaHost(
    RuntimeApiServer runtimeApi, SandboxFleet fleet, EventQueue events, PackageSweep sweep, LocalLambdaOptions options, TimeProvider time)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan LongestIdleCheck = TimeSpan.FromSeconds(30);
    private ITimer? _idleCheck;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await sweep.RunAsync(cancellationToken);
        await runtimeApi.StartAsync(cancellationToken);
        var period = options.IdleTimeout / 4 < LongestIdleCheck ? options.IdleTimeout / 4 : LongestIdleCheck;
        _idleCheck = time.CreateTimer(static state => ((SandboxFleet)state!).StopIdle(), fleet, period, period);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        events.Stop();
        await fleet.StopAsync();
        await runtimeApi.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_idleCheck is not null)
        {
            await _idleCheck.DisposeAsync();
        }
    }
}
