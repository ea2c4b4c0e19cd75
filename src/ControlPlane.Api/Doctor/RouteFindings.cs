using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Explaining;

namespace ControlPlane.Api.Doctor;

/// <summary>What the configuration of a route itself shows, and how it is mended.</summary>
/// <param name="commands">The stage's commands.</param>
/// <param name="toCanary">True for routes of the canary.</param>
internal sealed class RouteFindings(MendingCommands commands, bool toCanary)
{
    /// <summary>All findings of a route.</summary>
    public IEnumerable<Finding> Of(RouteInspection route)
    {
        // An address that lacks a variable is none: that is said once.
        var lacksVariable = route.Problems.Any(static problem => problem.Kind == RouteProblemKind.VariableNotSet);
        return route.Problems
            .Where(problem => !lacksVariable || problem.Kind is not (RouteProblemKind.AddressInvalid or RouteProblemKind.IntegrationInvalid))
            .Select(problem => new Finding(
                problem.Kind == RouteProblemKind.MappedVariableNotSet ? Severity.Warning : Severity.Error, CodeOf(problem.Kind), problem.Message, Command(problem, route.Method)));
    }

    private static string CodeOf(RouteProblemKind kind) => kind == RouteProblemKind.MappedVariableNotSet ? nameof(RouteProblemKind.VariableNotSet) : kind.ToString();

    private string? Command(RouteProblem problem, MethodExplanation method) => problem.Kind switch
    {
        RouteProblemKind.VariableNotSet or RouteProblemKind.MappedVariableNotSet => commands.SetVariable(problem.Subject!),
        RouteProblemKind.IntegrationMissing => Deployed(commands.PutIntegration(method)),
        RouteProblemKind.IntegrationNotServed => Deployed(commands.UpdateIntegration(
            method, ("replace", "/connectionType", "INTERNET"), ("replace", "/connectionId", ""))),
        RouteProblemKind.IntegrationVerbInvalid => Deployed(commands.UpdateIntegration(method, ("replace", "/httpMethod", "POST"))),
        RouteProblemKind.AddressInvalid => Deployed(commands.UpdateIntegration(method, ("replace", "/uri", Address(method)))),
        RouteProblemKind.TemplateInvalid => Deployed(Template(problem.Subject!, method)),
        RouteProblemKind.ResponseMissing => Deployed(ResponseMissing(method)),
        RouteProblemKind.ResponseNotDeclared => Deployed(commands.PutMethodResponse(method, StatusOf(problem.Subject!))),
        RouteProblemKind.PatternInvalid => Deployed(commands.UpdateIntegrationResponse(method, StatusOf(problem.Subject!), "/selectionPattern", "PATTERN")),
        RouteProblemKind.ModelInvalid => Deployed(commands.UpdateModel(problem.Subject!)),
        RouteProblemKind.AuthorizerInvalid when problem.Subject is { Length: > 0 } id => Deployed(commands.UpdateAuthorizer(id)),
        _ => null,
    };

    private string Address(MethodExplanation method) =>
        method.Integration?.Type is IntegrationType.Aws or IntegrationType.AwsProxy ? commands.InvocationUri("FUNCTION") : "http://HOST/PATH";

    private string Template(string place, MethodExplanation method) => place.Split('/') is ["", "integrationResponses", var status, .. var rest]
        ? commands.UpdateIntegrationResponse(method, status, $"/{string.Join('/', rest)}", "TEMPLATE")
        : commands.UpdateIntegration(method, ("replace", place, "TEMPLATE"));

    private string ResponseMissing(MethodExplanation method)
    {
        const string Status = "200";
        var put = commands.PutIntegrationResponse(method, Status);
        return method.Method.MethodResponses.ContainsKey(Status) ? put : $"{commands.PutMethodResponse(method, Status)} && {put}";
    }

    private static string StatusOf(string place) => place.Split('/')[2];

    // What is deployed stays as it was taken: a change takes effect with the next deployment.
    private string Deployed(string command) => $"{command} && {commands.Deploy(toCanary)}";
}
