using ControlPlane.Lambda.Functions;

namespace ControlPlane.Api.Doctor;

/// <summary>What the Lambda service said of a function.</summary>
internal sealed record FunctionReport
{
    /// <summary>The function as routes name it.</summary>
    public required FunctionName Function { get; init; }

    /// <summary>What was found.</summary>
    public required FunctionCondition Condition { get; init; }

    /// <summary>What the service said, where that matters; else empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Its resource policy, or null when it could not be read.</summary>
    public FunctionPolicy? Policy { get; init; }
}

/// <summary>What can be said of a function.</summary>
internal enum FunctionCondition
{
    /// <summary>It is there and may be invoked.</summary>
    Invokable,

    /// <summary>There is no function of that name.</summary>
    FunctionMissing,

    /// <summary>It has no such alias.</summary>
    AliasMissing,

    /// <summary>It has no such version.</summary>
    VersionMissing,

    /// <summary>It failed to be created or updated.</summary>
    Failed,

    /// <summary>It may not be invoked from here.</summary>
    Forbidden,

    /// <summary>The service did not say.</summary>
    Unknown,
}

/// <summary>Examines functions at the Lambda service; runs none.</summary>
/// <param name="functions">The service; made when it is first asked.</param>
internal sealed class FunctionExamination(Lazy<ILambdaFunctions> functions)
{
    private const string _failed = "Failed";

    /// <summary>Where the service is; null for AWS's own, and when it cannot be asked.</summary>
    public Uri? Address
    {
        get
        {
            try
            {
                return functions.Value.Address;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    /// <summary>Examines a function; whatever goes wrong is part of the report.</summary>
    /// <param name="function">The function's name or ARN, with its qualifier if it has one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FunctionReport> ExamineAsync(string function, CancellationToken cancellationToken)
    {
        var named = FunctionName.Parse(function);
        try
        {
            if (await FindFaultAsync(named, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                return fault;
            }

            var policy = await PolicyAsync(named, cancellationToken).ConfigureAwait(false);
            try
            {
                await functions.Value.CheckInvocationAsync(named.Unqualified, named.Qualifier, cancellationToken).ConfigureAwait(false);
            }
            catch (LambdaServiceException refusal) when (refusal.Status == 403)
            {
                return new FunctionReport { Function = named, Condition = FunctionCondition.Forbidden, Detail = refusal.Message, Policy = policy };
            }

            return new FunctionReport { Function = named, Condition = FunctionCondition.Invokable, Policy = policy };
        }
        catch (Exception exception) when (exception is LambdaServiceException or HttpRequestException or InvalidOperationException)
        {
            return new FunctionReport { Function = named, Condition = FunctionCondition.Unknown, Detail = exception.Message };
        }
    }

    private async Task<FunctionReport?> FindFaultAsync(FunctionName function, CancellationToken cancellationToken)
    {
        try
        {
            var found = await functions.Value.GetFunctionConfigurationAsync(function.Unqualified, function.Qualifier, cancellationToken).ConfigureAwait(false);
            return found.State == _failed || found.LastUpdateStatus == _failed
                ? new FunctionReport { Function = function, Condition = FunctionCondition.Failed }
                : null;
        }
        catch (LambdaServiceException exception) when (exception.IsNotFound)
        {
            var condition = function.Qualifier is null || !await ExistsAsync(function.Unqualified, cancellationToken).ConfigureAwait(false) ? FunctionCondition.FunctionMissing
                : function.IsAlias ? FunctionCondition.AliasMissing
                : FunctionCondition.VersionMissing;
            return new FunctionReport { Function = function, Condition = condition };
        }
    }

    private async Task<bool> ExistsAsync(string function, CancellationToken cancellationToken)
    {
        try
        {
            await functions.Value.GetFunctionConfigurationAsync(function, null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (LambdaServiceException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }

    private async Task<FunctionPolicy?> PolicyAsync(FunctionName function, CancellationToken cancellationToken)
    {
        try
        {
            return await functions.Value.GetPolicyAsync(function.Unqualified, function.Qualifier, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LambdaServiceException or HttpRequestException)
        {
            return null;
        }
    }
}
