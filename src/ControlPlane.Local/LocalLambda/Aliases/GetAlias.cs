using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Aliases;

/// <summary>GetAlias.</summary>
internal sealed class GetAlias(FunctionStore functions, AliasStore aliases, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var function = (await functions.GetAsync(call.Function(account), call.Aborted)).Value;
        var alias = await aliases.GetAsync(function, call.Route("name"), call.Aborted);
        await call.WriteAsync(StatusCodes.Status200OK, alias.Value, LambdaJson.Wire.AliasConfiguration);
    }
}
