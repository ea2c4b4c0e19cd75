namespace ControlPlane.Api.Doctor;

/// <summary>What the Lambda service says of the functions of a stage, and how it is mended.</summary>
/// <param name="commands">The stage's commands.</param>
/// <param name="options">Account and region.</param>
/// <param name="apiId">The API.</param>
/// <param name="stageName">The stage.</param>
/// <param name="isAws">True when the service is AWS's, which holds callers to policies.</param>
internal sealed class FunctionFindings(MendingCommands commands, ControlApiOptions options, string apiId, string stageName, bool isAws)
{
    private const string _service = "apigateway.amazonaws.com";

    /// <summary>All findings of a function.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="verb">The verb of the method that calls it; null for its authorizer.</param>
    /// <param name="path">The method's path.</param>
    public IEnumerable<Finding> Of(FunctionReport report, string? verb, string path)
    {
        var function = report.Function;
        var name = function.Qualifier is null ? function.Unqualified : $"{function.Unqualified}:{function.Qualifier}";
        switch (report.Condition)
        {
            case FunctionCondition.FunctionMissing:
                yield return new Finding(
                    Severity.Error,
                    "FunctionNotFound",
                    $"The function {function.Unqualified} does not exist: the answer is 500. function.zip and ROLE are for you to provide.",
                    commands.CreateFunction(function));
                yield break;
            case FunctionCondition.AliasMissing:
                yield return new Finding(
                    Severity.Error,
                    "AliasNotFound",
                    $"The function {function.Unqualified} has no alias {function.Qualifier}: the answer is 500. Put a published version in place of $LATEST where there is one.",
                    commands.CreateAlias(function));
                yield break;
            case FunctionCondition.VersionMissing:
                yield return new Finding(
                    Severity.Error,
                    "VersionNotFound",
                    $"The function {function.Unqualified} has no version {function.Qualifier}: the answer is 500. These are the ones it has:",
                    commands.ListVersions(function));
                yield break;
            case FunctionCondition.Failed:
                yield return new Finding(Severity.Error, "FunctionFailed", $"The function {name} could not be created or updated. This tells why:", commands.ShowFunction(function));
                yield break;
            case FunctionCondition.Unknown:
                yield return new Finding(Severity.Warning, "FunctionNotLookedUp", $"The function {name} could not be looked up: {report.Detail}");
                yield break;
            case FunctionCondition.Forbidden:
                yield return new Finding(
                    Severity.Error,
                    "InvocationForbidden",
                    $"The control API, which may invoke what the router may, may not invoke {name}: {report.Detail} Name it in the stack's parameter InvokableFunctions or InvokableFunctionArns.");
                break;
        }

        if (Permission(report, name, verb, path) is { } finding)
        {
            yield return finding;
        }
    }

    private Finding? Permission(FunctionReport report, string name, string? verb, string path)
    {
        if (report.Policy is not { } policy)
        {
            return new Finding(Severity.Info, "PolicyNotLookedUp", $"The resource policy of {name} could not be read.");
        }

        var api = $"arn:aws:execute-api:{options.Region}:{options.AccountId}:{apiId}";
        var source = verb is null ? $"{api}/authorizers/*" : $"{api}/{stageName}/{(verb == "ANY" ? "*" : verb)}{Pattern(path)}";
        if (policy.Allows(_service, source, options.AccountId))
        {
            return null;
        }

        // Routers call functions as themselves: a policy is for API Gateway proper.
        return new Finding(
            isAws ? Severity.Info : Severity.Warning,
            "PermissionMissing",
            $"The resource policy of {name} does not let API Gateway call it for this API. " + (isAws
                ? "The router here needs no such statement, since it calls functions by its own role."
                : "The Lambda service here keeps policies and holds nobody to them; on AWS API Gateway would answer 500."),
            commands.AddPermission(report.Function, policy.StatementIds));
    }

    // As in the ARNs that API Gateway's console writes: a path parameter is any text.
    private static string Pattern(string path) => string.Join('/', path.Split('/').Select(static part => part.StartsWith('{') ? "*" : part));
}
