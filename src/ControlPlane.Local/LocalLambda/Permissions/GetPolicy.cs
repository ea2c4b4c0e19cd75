using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>GetPolicy.</summary>
internal sealed class GetPolicy(FunctionResolver resolver, PolicyStore policies, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var target = await resolver.ResolveAsync(reference, call.Aborted);
        var policy = (await policies.FindAsync(target.Function, reference.Qualifier, call.Aborted))?.Value
            ?? throw LambdaErrors.NotFound("The resource you requested does not exist.");
        await call.WriteAsync(
            StatusCodes.Status200OK, new GetPolicyResponse(PolicyStatements.Document(policy), policy.RevisionId), LambdaJson.Wire.GetPolicyResponse);
    }
}
