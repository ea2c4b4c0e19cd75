using ControlPlane.Local.LocalLambda.Aliases;
using ControlPlane.Local.LocalLambda.Permissions;
using ControlPlane.Local.LocalLambda.Sandboxes;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>DeleteFunction: the whole function, or with a qualifier one version. Invocations that run finish.</summary>
internal sealed class DeleteFunction(
    FunctionStore functions, VersionStore versions, AliasStore aliases, PolicyStore policies, SandboxFleet fleet, FunctionLocks locks, LambdaAccount account)
    : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        if (reference.Qualifier is { } version)
        {
            await DeleteVersionAsync(function.Value, version);
        }
        else
        {
            await DeleteAllAsync(function);
        }

        await call.NoContentAsync();
    }

    private async Task DeleteAllAsync(Stored<FunctionRecord> function)
    {
        if (!await functions.DeleteAsync(function, CancellationToken.None))
        {
            throw LambdaErrors.Conflict($"The operation cannot be performed at this time. An update is in progress for resource: {account.FunctionArn(function.Value.Name)}");
        }

        fleet.Retire(function.Value.Id, version: null);
    }

    private async Task DeleteVersionAsync(FunctionRecord function, string version)
    {
        if (version == FunctionReference.Latest)
        {
            throw LambdaErrors.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }

        if (VersionStore.TryNumber(version) is null)
        {
            throw LambdaErrors.InvalidParameter("Deletion of aliases is not currently supported.");
        }

        var users = (await aliases.ListAsync(function, null, CancellationToken.None)).Where(a => a.PointsTo(version)).Select(a => a.Name).ToList();
        if (users.Count > 0)
        {
            throw LambdaErrors.Conflict($"Version {version} is currently being used by alias: {string.Join(", ", users)}. Remove the reference before deleting the version.");
        }

        if (!await versions.DeleteAsync(function, version, CancellationToken.None))
        {
            throw LambdaErrors.FunctionNotFound(account.FunctionArn(function.Name, version));
        }

        await policies.DeleteAsync(function, version, CancellationToken.None);
        fleet.Retire(function.Id, version);
    }
}
