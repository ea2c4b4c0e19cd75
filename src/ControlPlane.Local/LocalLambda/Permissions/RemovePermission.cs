using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>RemovePermission. A policy without statements does not exist.</summary>
internal sealed class RemovePermission(FunctionResolver resolver, PolicyStore policies, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var sid = call.Route("statementId");
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var target = await resolver.ResolveAsync(reference, call.Aborted);
        var current = await policies.FindAsync(target.Function, reference.Qualifier, call.Aborted);
        if (current is not { } policy || policy.Value.Statements.All(s => s.Sid != sid))
        {
            throw LambdaErrors.NotFound($"Statement {sid} is not found in resource policy.");
        }

        if (call.Query("RevisionId") is { Length: > 0 } revision && revision != policy.Value.RevisionId)
        {
            throw LambdaErrors.RevisionMismatch();
        }

        var left = policy.Value.Statements.Where(s => s.Sid != sid).ToList();
        if (left.Count == 0)
        {
            await policies.DeleteAsync(target.Function, reference.Qualifier, CancellationToken.None);
        }
        else
        {
            var next = new ResourcePolicy(Guid.NewGuid().ToString(), left);
            await policies.ReplaceAsync(target.Function, reference.Qualifier, policy, next, CancellationToken.None);
        }

        await call.NoContentAsync();
    }
}
