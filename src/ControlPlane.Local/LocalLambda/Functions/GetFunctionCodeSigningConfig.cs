using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

internal sealed record GetFunctionCodeSigningConfigResponse(string FunctionName);

/// <summary>GetFunctionCodeSigningConfig: no function has one. Deployment tools ask for it whenever they read a function.</summary>
internal sealed class GetFunctionCodeSigningConfig(FunctionStore functions, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var function = (await functions.GetAsync(call.Function(account), call.Aborted)).Value;
        await call.WriteAsync(
            StatusCodes.Status200OK, new GetFunctionCodeSigningConfigResponse(function.Name), LambdaJson.Wire.GetFunctionCodeSigningConfigResponse);
    }
}
