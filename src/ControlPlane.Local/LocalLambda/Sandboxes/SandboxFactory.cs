using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Invocation;
using ControlPlane.Local.LocalLambda.RuntimeApi;
using ControlPlane.Local.LocalLambda.Runtimes;
using ControlPlane.Local.LocalLambda.Storage;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Brings sandboxes up.</summary>
internal sealed class SandboxFactory(
    CodePackages packages,
    RuntimeCatalog runtimes,
    FunctionEnvironment environment,
    RuntimeApiServer runtimeApi,
    ProcessGuard guard,
    SandboxStartup startup)
{
    public Sandbox Create(FunctionConfiguration configuration, ISandboxOwner owner) => startup.Create(configuration, owner);

    /// <summary>Starts its process and waits for the runtime to ask for an event.</summary>
    /// <returns>Null, or why it did not.</returns>
    public async Task<InvocationResult?> StartAsync(Sandbox sandbox, FunctionConfiguration configuration)
    {
        try
        {
            var folder = await packages.FolderAsync(configuration.CodeSha256);
            var command = await runtimes.ResolveAsync(configuration, folder);
            var port = runtimeApi.Open(sandbox);
            try
            {
                var variables = environment.Of(configuration, folder, port.Address, startup.LogStream(configuration));
                var process = SandboxProcess.Start(command, variables, folder, guard);
                sandbox.Attach(process, port);
                startup.LogStarted(configuration, command, process.Id);
            }
            catch
            {
                port.Dispose();
                throw;
            }

            return await startup.InitializedAsync(sandbox);
        }
        catch (LaunchException e)
        {
            return InvocationResult.Failure(e.ErrorType, e.Message);
        }
        catch (Exception e)
        {
            startup.LogFailed(configuration, e);
            return InvocationResult.Failure("Runtime.StartFailed", "The process of the function could not be started; the service's log says why.");
        }
    }
}
