using ControlPlane.Local.LocalLambda.Sandboxes;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>UpdateFunctionConfiguration: changes the settings that are given.</summary>
internal sealed class UpdateFunctionConfiguration(
    FunctionStore functions, SandboxFleet fleet, FunctionLocks locks, LambdaAccount account, TimeProvider time) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.UpdateFunctionConfigurationRequest);
        var violations = new ConstraintViolations();
        FunctionSettingsRules.Check(request, violations);
        violations.ThrowIfAny();
        FunctionSettingsRules.Check(request);

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        function.Value.Configuration.Require(request.RevisionId);
        var next = function.Value.Configuration.With(request).Stamped(time);
        await functions.ReplaceAsync(function, function.Value with { Configuration = next }, CancellationToken.None);
        fleet.Retire(function.Value.Id, FunctionReference.Latest);
        await call.WriteAsync(StatusCodes.Status200OK, next, LambdaJson.Wire.FunctionConfiguration);
    }
}
