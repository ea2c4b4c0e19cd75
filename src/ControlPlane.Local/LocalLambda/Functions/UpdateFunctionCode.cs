using ControlPlane.Local.LocalLambda.Sandboxes;
using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>UpdateFunctionCode: the new package is complete on disk before <c>$LATEST</c> points to it.</summary>
internal sealed class UpdateFunctionCode(
    FunctionStore functions, CodePackages packages, VersionPublisher publisher, SandboxFleet fleet, FunctionLocks locks, LambdaAccount account, TimeProvider time)
    : ILambdaOperation
{
    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.UpdateFunctionCodeRequest, CreateFunction.BodyLimit);
        var violations = new ConstraintViolations();
        violations.OneOf(request.Architectures is [var first, ..] ? first : null, "architectures", "x86_64", "arm64");
        violations.ThrowIfAny();

        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var function = await functions.GetAsync(reference, call.Aborted);
        function.Value.Configuration.Require(request.RevisionId);
        if (request.ImageUri is not null)
        {
            throw LambdaErrors.InvalidParameter("Container images are not supported by this Lambda service: use ZipFile.");
        }

        CodeSource.Check(request.ZipFile, request.S3Bucket, request.S3Key);
        var package = request.DryRun ? CodePackages.Measure(request.ZipFile) : await packages.AddAsync(request.ZipFile, call.Aborted);
        var shown = Configure(function.Value.Configuration, request, package);
        if (!request.DryRun)
        {
            await functions.ReplaceAsync(function, function.Value with { Configuration = shown }, CancellationToken.None);
            fleet.Retire(function.Value.Id, FunctionReference.Latest);
            if (request.Publish)
            {
                shown = await publisher.PublishAsync((await functions.FindAsync(reference.Name, CancellationToken.None))!.Value, null, CancellationToken.None);
            }
        }

        await call.WriteAsync(StatusCodes.Status200OK, shown, LambdaJson.Wire.FunctionConfiguration);
    }

    private FunctionConfiguration Configure(FunctionConfiguration current, UpdateFunctionCodeRequest request, CodePackage package) =>
        (current with
        {
            CodeSha256 = package.Sha256,
            CodeSize = package.Size,
            Architectures = request.Architectures ?? current.Architectures,
        }).Stamped(time);
}
