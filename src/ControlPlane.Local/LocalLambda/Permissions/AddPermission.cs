using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Permissions;

/// <summary>AddPermission. Policies are kept and shown; calls on this machine are not judged by them.</summary>
internal sealed partial class AddPermission(
    FunctionResolver resolver, PolicyStore policies, FunctionLocks locks, LambdaAccount account) : ILambdaOperation
{
    private const int MaxPolicyBytes = 20 * 1024;

    public async Task HandleAsync(LambdaCall call)
    {
        var reference = call.Function(account);
        var request = await call.ReadAsync(LambdaJson.Wire.AddPermissionRequest);
        Check(request);
        using var held = await locks.EnterAsync(reference.Name, call.Aborted);
        var target = await resolver.ResolveAsync(reference, call.Aborted);
        var current = await policies.FindAsync(target.Function, reference.Qualifier, call.Aborted);
        if (!string.IsNullOrEmpty(request.RevisionId) && request.RevisionId != current?.Value.RevisionId)
        {
            throw LambdaErrors.RevisionMismatch();
        }

        var statements = current?.Value.Statements ?? [];
        if (statements.Any(s => s.Sid == request.StatementId))
        {
            throw LambdaErrors.Conflict(
                $"The statement id ({request.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        }

        var statement = new PolicyStatement(request.StatementId!, PolicyStatements.Statement(request, target.InvokedArn));
        var next = new ResourcePolicy(Guid.NewGuid().ToString(), [.. statements, statement]);
        if (Encoding.UTF8.GetByteCount(PolicyStatements.Document(next)) > MaxPolicyBytes)
        {
            throw LambdaErrors.PolicyTooLong("The final policy size is bigger than the limit (20480).");
        }

        await policies.ReplaceAsync(target.Function, reference.Qualifier, current, next, CancellationToken.None);
        await call.WriteAsync(StatusCodes.Status201Created, new AddPermissionResponse(statement.Json), LambdaJson.Wire.AddPermissionResponse);
    }

    private static void Check(AddPermissionRequest request)
    {
        var violations = new ConstraintViolations();
        violations.Required(request.StatementId, "statementId");
        violations.Required(request.Action, "action");
        violations.Required(request.Principal, "principal");
        violations.Length(request.StatementId, "statementId", 1, 100);
        violations.Pattern(request.StatementId, "statementId", StatementId(), "([a-zA-Z0-9-_]+)");
        violations.Pattern(request.Action, "action", ActionName(), "(lambda:[*]|lambda:[a-zA-Z]+|[*])");
        violations.Pattern(request.Principal, "principal", NoSpace(), @"[^\s]+");
        violations.Pattern(request.SourceAccount, "sourceAccount", AccountId(), @"\d{12}");
        violations.Pattern(request.SourceArn, "sourceArn", Arn(), @"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)");
        violations.OneOf(request.FunctionUrlAuthType, "functionUrlAuthType", "NONE", "AWS_IAM");
        violations.ThrowIfAny();
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex StatementId();

    [GeneratedRegex(@"\A(lambda:\*|lambda:[a-zA-Z]+|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ActionName();

    [GeneratedRegex(@"\A\S+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"\A[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountId();

    [GeneratedRegex(@"\Aarn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:([a-z]{2}(-gov)?-[a-z]+-[0-9])?:([0-9]{12})?:.*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();
}
