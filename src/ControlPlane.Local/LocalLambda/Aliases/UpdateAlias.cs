using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>UpdateAlias: changes what is given, keeps the rest.</summary>
internal sealed class UpdateAlias(FunctionStore functions, AliasStore aliases, AliasRules rules, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var name = call.Route("name");
        var request = await call.ReadAsync(LambdaJson.Wire.UpdateAliasRequest);
        var violations = new ConstraintViolations();
        AliasRules.Check(violations, name, request.FunctionVersion, request.Description);
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = (await functions.GetAsync(reference, call.Aborted)).Value;
        var current = await aliases.GetAsync(function, name, call.Aborted);
        if (!string.IsNullOrEmpty(request.RevisionId) && request.RevisionId != current.Value.RevisionId)
        {
            throw LambdaErrors.RevisionMismatch();
        }

        var next = current.Value with
        {
            FunctionVersion = request.FunctionVersion ?? current.Value.FunctionVersion,
            Description = request.Description ?? current.Value.Description,
            RoutingConfig = request.RoutingConfig is null ? current.Value.RoutingConfig : request.RoutingConfig.EmptyToNull(),
            RevisionId = Guid.NewGuid().ToString(),
        };
        await rules.CheckAsync(function, next, call.Aborted);
        if (!await aliases.TryReplaceAsync(function, current, next, CancellationToken.None))
        {
            throw LambdaErrors.RevisionMismatch();
        }

        await call.WriteAsync(StatusCodes.Status200OK, next, LambdaJson.Wire.AliasConfiguration);
    }
}
