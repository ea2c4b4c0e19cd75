using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Explaining;

/// <summary>Explains a matched method in one variant: what its integration comes to, and what is wrong with it.</summary>
internal static class MethodExplainer
{
    /// <summary>Explains it.</summary>
    /// <param name="plan">The method.</param>
    /// <param name="parameters">The path parameters' values.</param>
    /// <param name="variables">The variant's variables.</param>
    /// <param name="canary">The canary's settings, for the canary; else null.</param>
    /// <param name="request">The request, or null for all there may be.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static MethodExplanation Explain(
        MethodPlan plan,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, string> variables,
        CanarySettings? canary,
        ExplainedRequest? request,
        List<RouteProblem> problems)
    {
        var integration = plan.Integration;
        var uri = integration?.Uri is { } stored ? StageVariableText.Resolve(stored, variables) : null;
        var read = integration is null ? [] : Variables(integration, variables, canary);
        problems.AddRange(read.Where(variable => variable.Value is null).Select(Unset));
        string? host = null;
        if (IntegrationBinder.FindFault(plan, uri ?? "") is { } fault)
        {
            problems.Add(new RouteProblem(KindOf(integration, uri), $"{fault}: the answer is 500."));
        }
        else if (integration!.Type is IntegrationType.Http or IntegrationType.HttpProxy)
        {
            var address = new BackendAddress(uri ?? "", plan.Mapping);
            host = address.FindHost();
            if (address.FindFault() is { } reason)
            {
                problems.Add(new RouteProblem(RouteProblemKind.AddressInvalid, $"{reason}: the answer is 500."));
            }
        }

        AddTemplateProblems(plan, problems);
        problems.AddRange((plan.Validation?.FindFaults() ?? []).Select(static model => new RouteProblem(
            RouteProblemKind.ModelInvalid, $"{model.Fault} (model {model.Model}): the answer is 500 to bodies that are held to it.", model.Model)));
        return new MethodExplanation
        {
            ResourceId = plan.Resource.Id,
            ResourcePath = plan.Resource.Path,
            Method = plan.Method,
            PathParameters = parameters,
            Uri = uri,
            Credentials = integration?.Credentials is { } credentials ? StageVariableText.Resolve(credentials, variables) : null,
            Function = integration?.Type is IntegrationType.Aws or IntegrationType.AwsProxy && uri is not null ? FunctionUri.FindFunction(uri) : null,
            Host = host,
            RequestTemplate = HasTemplates(integration) && request is not null ? SelectTemplate(plan, request, problems) : null,
            Variables = read,
        };
    }

    private static RouteProblem Unset(VariableExplanation variable) => new(
        variable.UsedIn.Any(static place => place is "/uri" or "/credentials") ? RouteProblemKind.VariableNotSet : RouteProblemKind.MappedVariableNotSet,
        $"The stage variable {variable.Name} is not set; it is read in {string.Join(", ", variable.UsedIn)}.",
        variable.Name);

    private static RouteProblemKind KindOf(Integration? integration, string? uri) => integration switch
    {
        null => RouteProblemKind.IntegrationMissing,
        { ConnectionType: ConnectionType.VpcLink } => RouteProblemKind.IntegrationNotServed,
        _ when FunctionUri.FindFunction(uri ?? "") is null => RouteProblemKind.AddressInvalid,
        { HttpMethod: not "POST" } => RouteProblemKind.IntegrationVerbInvalid,
        _ => RouteProblemKind.IntegrationInvalid,
    };

    private static List<VariableExplanation> Variables(Integration integration, IReadOnlyDictionary<string, string> variables, CanarySettings? canary)
    {
        var read = new List<VariableExplanation>();
        foreach (var uses in StageVariableReferences.Of(integration).GroupBy(reference => reference.Name, StringComparer.Ordinal))
        {
            read.Add(new VariableExplanation(
                uses.Key,
                variables.GetValueOrDefault(uses.Key),
                canary?.StageVariableOverrides.ContainsKey(uses.Key) == true,
                [.. uses.Select(use => use.Place)]));
        }

        return read;
    }

    private static bool HasTemplates(Integration? integration) =>
        integration?.Type is IntegrationType.Mock or IntegrationType.Http or IntegrationType.Aws;

    private static string? SelectTemplate(MethodPlan plan, ExplainedRequest request, List<RouteProblem> problems)
    {
        try
        {
            return plan.Templates.Select(request.ContentType) is { } template
                ? plan.Templates.All.First(each => ReferenceEquals(each.Value, template)).Key
                : null;
        }
        catch (GatewayFailure failure)
        {
            problems.Add(new RouteProblem(RouteProblemKind.MediaTypeRefused, $"{failure.Message} The answer is {failure.Error.Status}."));
            return null;
        }
    }

    private static void AddTemplateProblems(MethodPlan plan, List<RouteProblem> problems)
    {
        if (!HasTemplates(plan.Integration))
        {
            return;
        }

        AddErrors("request", "/requestTemplates", plan.Templates.All, problems);
        foreach (var response in plan.Responses.All)
        {
            var place = $"/integrationResponses/{response.Status}";
            AddErrors($"{response.Status} response", $"{place}/responseTemplates", response.Templates, problems);
            if (!response.IsDeclared)
            {
                problems.Add(new RouteProblem(
                    RouteProblemKind.ResponseNotDeclared,
                    $"The integration response {response.Status} has no method response: the answer is 500 when it is chosen.",
                    place));
            }

            if (response.FindPatternFault() is { } fault)
            {
                problems.Add(new RouteProblem(RouteProblemKind.PatternInvalid, $"{fault} (integration response {response.Status})", $"{place}/selectionPattern"));
            }
        }

        if (!plan.Responses.All.Any())
        {
            problems.Add(new RouteProblem(RouteProblemKind.ResponseMissing, "The integration has no response: the answer is 500."));
        }
    }

    private static void AddErrors(string side, string place, IEnumerable<KeyValuePair<string, MappingTemplate>> templates, List<RouteProblem> problems)
    {
        foreach (var (mediaType, template) in templates)
        {
            if (template.Error is { } error)
            {
                problems.Add(new RouteProblem(
                    RouteProblemKind.TemplateInvalid,
                    $"The {side} template for {mediaType} is not valid, {error}: the answer is 500 when it is chosen.",
                    $"{place}/{mediaType.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"));
            }
        }
    }
}
