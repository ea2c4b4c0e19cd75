using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>GetFunction.</summary>
internal sealed class GetFunction(FunctionResolver resolver, CodeDownloads downloads, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var found = await resolver.ResolveAsync(call.Function(account), call.Aborted);
        var response = new GetFunctionResponse(
            found.Configuration with { FunctionArn = found.InvokedArn },
            new FunctionCodeLocation("S3", downloads.AddressOf(call.Http.Request, found.Configuration.CodeSha256)),
            found.Function.Tags.Count == 0 ? null : found.Function.Tags,
            found.Function.ReservedConcurrentExecutions is { } reserved ? new FunctionConcurrency(reserved) : null);
        await call.WriteAsync(StatusCodes.Status200OK, response, LambdaJson.Wire.GetFunctionResponse);
    }
}

/// <summary>GetFunctionConfiguration.</summary>
internal sealed class GetFunctionConfiguration(FunctionResolver resolver, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var found = await resolver.ResolveAsync(call.Function(account), call.Aborted);
        await call.WriteAsync(
            StatusCodes.Status200OK, found.Configuration with { FunctionArn = found.InvokedArn }, LambdaJson.Wire.FunctionConfiguration);
    }
}
