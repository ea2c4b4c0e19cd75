using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Versions;

/// <summary>PublishVersion: freezes code and settings of <c>$LATEST</c> under the next number.</summary>
internal sealed class PublishVersion(FunctionStore functions, FunctionLocks locks, VersionPublisher publisher, LambdaAccount account) : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.PublishVersionRequest);
        var violations = new ConstraintViolations();
        violations.Length(request.Description, "description", 0, 256);
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        var latest = function.Value.Configuration;
        latest.Require(request.RevisionId);
        if (!string.IsNullOrEmpty(request.CodeSha256) && request.CodeSha256 != latest.CodeSha256)
        {
            throw LambdaErrors.InvalidParameter($"CodeSHA256 ({request.CodeSha256}) is different from current CodeSHA256 in $LATEST ({latest.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.");
        }

        var published = await publisher.PublishAsync(function, request.Description, CancellationToken.None);
        await call.WriteAsync(StatusCodes.Status201Created, published, LambdaJson.Wire.FunctionConfiguration);
    }
}
