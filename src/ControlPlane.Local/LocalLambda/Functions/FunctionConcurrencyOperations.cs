using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>PutFunctionConcurrency: reserves, and thereby limits, what a function may run at once; 0 stops it.</summary>
internal sealed class PutFunctionConcurrency(FunctionStore functions, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.FunctionConcurrency);
        var violations = new ConstraintViolations();
        violations.Required(request.ReservedConcurrentExecutions, "reservedConcurrentExecutions");
        violations.Range(request.ReservedConcurrentExecutions, "reservedConcurrentExecutions", 0, int.MaxValue);
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        await functions.ReplaceAsync(
            function, function.Value with { ReservedConcurrentExecutions = request.ReservedConcurrentExecutions }, CancellationToken.None);
        await call.WriteAsync(StatusCodes.Status200OK, request, LambdaJson.Wire.FunctionConcurrency);
    }
}

/// <summary>GetFunctionConcurrency.</summary>
internal sealed class GetFunctionConcurrency(FunctionStore functions, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var function = (await functions.GetAsync(call.Function(account), call.Aborted)).Value;
        await call.WriteAsync(
            StatusCodes.Status200OK, new FunctionConcurrency(function.ReservedConcurrentExecutions), LambdaJson.Wire.FunctionConcurrency);
    }
}

/// <summary>DeleteFunctionConcurrency.</summary>
internal sealed class DeleteFunctionConcurrency(FunctionStore functions, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        await functions.ReplaceAsync(function, function.Value with { ReservedConcurrentExecutions = null }, CancellationToken.None);
        await call.NoContentAsync();
    }
}
