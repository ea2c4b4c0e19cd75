using ControlPlane.Local.LocalLambda.Storage;
using ControlPlane.Local.LocalLambda.Tags;
using ControlPlane.Local.LocalLambda.Versions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>CreateFunction, for zip packages. The function is active at once: its code is unpacked before it exists.</summary>
internal sealed class CreateFunction(
    FunctionStore functions, CodePackages packages, VersionPublisher publisher, FunctionLocks locks, LambdaAccount account, TimeProvider time) : ILambdaOperation
{
    /// <summary>Largest request with code in it, in bytes.</summary>
    public const long BodyLimit = 70167211;

    private const int DefaultTimeout = 3;
    private const int DefaultMemory = 128;

    public async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Wire.CreateFunctionRequest, BodyLimit);
        var name = Check(request);
        using var held = await locks.EnterAsync(name, call.Aborted);
        if (await functions.FindAsync(name, call.Aborted) is not null)
        {
            throw AlreadyExists(name);
        }

        var package = await packages.AddAsync(request.Code!.ZipFile, call.Aborted);
        var function = new FunctionRecord
        {
            Id = Guid.NewGuid().ToString("N"),
            Configuration = Configure(name, request, package),
            Tags = request.Tags ?? new Dictionary<string, string>(),
        };
        if (!await functions.TryCreateAsync(function, CancellationToken.None))
        {
            throw AlreadyExists(name);
        }

        var shown = request.Publish
            ? await publisher.PublishAsync((await functions.FindAsync(name, CancellationToken.None))!.Value, null, CancellationToken.None)
            : function.Configuration;
        await call.WriteAsync(StatusCodes.Status201Created, shown, LambdaJson.Wire.FunctionConfiguration);
    }

    private static LambdaException AlreadyExists(string name) => LambdaErrors.Conflict($"Function already exist: {name}");

    private string Check(CreateFunctionRequest request)
    {
        var violations = new ConstraintViolations();
        violations.Required(request.FunctionName, "functionName");
        violations.Required(request.Role, "role");
        violations.Required(request.Code, "code");
        violations.OneOf(request.PackageType, "packageType", "Zip", "Image");
        violations.OneOf(request.Architectures is [var first, ..] ? first : null, "architectures", "x86_64", "arm64");
        FunctionSettingsRules.Check(request, violations);
        violations.ThrowIfAny();
        var name = FunctionReference.ParseNew(account, request.FunctionName!);
        if (request.PackageType == "Image" || request.Code!.ImageUri is not null)
        {
            throw LambdaErrors.InvalidParameter("Container images are not supported by this Lambda service: use PackageType Zip and Code.ZipFile.");
        }

        if (request.Runtime is null || string.IsNullOrEmpty(request.Handler))
        {
            throw LambdaErrors.InvalidParameter("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }

        FunctionSettingsRules.Check(request);
        TagRules.Check(request.Tags);
        CodeSource.Check(request.Code.ZipFile, request.Code.S3Bucket, request.Code.S3Key);
        return name;
    }

    private FunctionConfiguration Configure(string name, CreateFunctionRequest request, CodePackage package)
    {
        var initial = new FunctionConfiguration
        {
            FunctionName = name,
            FunctionArn = account.FunctionArn(name),
            Role = request.Role!,
            Timeout = DefaultTimeout,
            MemorySize = DefaultMemory,
            CodeSha256 = package.Sha256,
            CodeSize = package.Size,
            Version = FunctionReference.Latest,
            RevisionId = string.Empty,
            LastModified = string.Empty,
            Architectures = request.Architectures ?? ["x86_64"],
            TracingConfig = new TracingConfig("PassThrough"),
            EphemeralStorage = new EphemeralStorage(512),
            SnapStart = new SnapStart("None", "Off"),
            LoggingConfig = new LoggingConfig("Text", null, null, $"/aws/lambda/{name}"),
        };
        return initial.With(request).Stamped(time);
    }
}
