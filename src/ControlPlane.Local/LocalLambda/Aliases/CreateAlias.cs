using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>CreateAlias.</summary>
internal sealed class CreateAlias(FunctionStore functions, AliasStore aliases, AliasRules rules, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.CreateAliasRequest);
        var violations = new ConstraintViolations();
        violations.Required(request.Name, "name");
        violations.Required(request.FunctionVersion, "functionVersion");
        AliasRules.Check(violations, request.Name, request.FunctionVersion, request.Description);
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = (await functions.GetAsync(reference, call.Aborted)).Value;
        var alias = new AliasConfiguration
        {
            AliasArn = account.FunctionArn(function.Name, request.Name),
            Name = request.Name!,
            FunctionVersion = request.FunctionVersion!,
            Description = request.Description ?? string.Empty,
            RoutingConfig = request.RoutingConfig.EmptyToNull(),
            RevisionId = Guid.NewGuid().ToString(),
        };
        if (await aliases.FindAsync(function, alias.Name, call.Aborted) is not null)
        {
            throw AlreadyExists(alias);
        }

        await rules.CheckAsync(function, alias, call.Aborted);
        if (!await aliases.TryCreateAsync(function, alias, CancellationToken.None))
        {
            throw AlreadyExists(alias);
        }

        await call.WriteAsync(StatusCodes.Status201Created, alias, LambdaJson.Wire.AliasConfiguration);
    }

    private static LambdaException AlreadyExists(AliasConfiguration alias) => LambdaErrors.Conflict($"Alias already exists: {alias.AliasArn}");
}
