using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Accounts;

internal sealed record AccountLimit(
    long TotalCodeSize, long CodeSizeUnzipped, long CodeSizeZipped, int ConcurrentExecutions, int UnreservedConcurrentExecutions);

internal sealed record AccountUsage(long TotalCodeSize, long FunctionCount);

internal sealed record GetAccountSettingsResponse(AccountLimit AccountLimit, AccountUsage AccountUsage);

/// <summary>GetAccountSettings: AWS's sizes, this host's concurrency.</summary>
internal sealed class GetAccountSettings(FunctionStore functions, LocalLambdaOptions options) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var all = await functions.ListAsync(null, null, call.Aborted);
        var limit = new AccountLimit(80530636800, 262144000, 52428800, options.MaxConcurrency, options.MaxConcurrency);
        var usage = new AccountUsage(all.Sum(f => f.Configuration.CodeSize), all.Count);
        await call.WriteAsync(StatusCodes.Status200OK, new GetAccountSettingsResponse(limit, usage), LambdaJson.Wire.GetAccountSettingsResponse);
    }
}
