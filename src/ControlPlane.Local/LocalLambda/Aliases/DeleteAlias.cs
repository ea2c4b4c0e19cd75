using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Permissions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>DeleteAlias: also answers 204 when there was no such alias, as AWS does. The alias's policy goes with it.</summary>
internal sealed class DeleteAlias(FunctionStore functions, AliasStore aliases, PolicyStore policies, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = (await functions.GetAsync(reference, call.Aborted)).Value;
        var name = call.Route("name");
        await aliases.DeleteAsync(function, name, CancellationToken.None);
        await policies.DeleteAsync(function, name, CancellationToken.None);
        await call.NoContentAsync();
    }
}
