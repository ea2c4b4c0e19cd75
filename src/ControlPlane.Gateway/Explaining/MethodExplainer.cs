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
    /// <param name="request">The request.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static MethodExplanation Explain(
        MethodPlan plan,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, string> variables,
        CanarySettings? canary,
        ExplainedRequest request,
        List<string> problems)
    {
        var integration = plan.Integration;
        var uri = integration?.Uri is { } stored ? StageVariableText.Resolve(stored, variables) : null;
        var read = integration is null ? [] : Variables(integration, variables, canary);
        problems.AddRange(read.Where(variable => variable.Value is null).Select(variable =>
            $"The stage variable {variable.Name} is not set; it is read in {string.Join(", ", variable.UsedIn)}."));
        if (IntegrationBinder.FindFault(plan, uri ?? "") is { } fault)
        {
            problems.Add($"{fault}: the answer is 500.");
        }

        else if (integration!.Type is IntegrationType.Http or IntegrationType.HttpProxy && new BackendAddress(uri ?? "", plan.Mapping).FindFault() is { } address)
        {
            problems.Add($"{address}: the answer is 500.");
        }

        AddTemplateProblems(plan, problems);
        return new MethodExplanation
        {
            ResourceId = plan.Resource.Id,
            ResourcePath = plan.Resource.Path,
            Method = plan.Method,
            PathParameters = parameters,
            Uri = uri,
            Function = integration?.Type is IntegrationType.Aws or IntegrationType.AwsProxy && uri is not null ? FunctionUri.FindFunction(uri) : null,
            RequestTemplate = HasTemplates(integration) ? SelectTemplate(plan, request, problems) : null,
            Variables = read,
        };
    }

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

    private static string? SelectTemplate(MethodPlan plan, ExplainedRequest request, List<string> problems)
    {
        try
        {
            return plan.Templates.Select(request.ContentType) is { } template
                ? plan.Templates.All.First(each => ReferenceEquals(each.Value, template)).Key
                : null;
        }
        catch (GatewayFailure failure)
        {
            problems.Add($"{failure.Message} The answer is {failure.Error.Status}.");
            return null;
        }
    }

    private static void AddTemplateProblems(MethodPlan plan, List<string> problems)
    {
        if (!HasTemplates(plan.Integration))
        {
            return;
        }

        AddErrors("request", plan.Templates.All, problems);
        foreach (var response in plan.Responses.All)
        {
            AddErrors($"{response.Status} response", response.Templates, problems);
            if (!response.IsDeclared)
            {
                problems.Add($"The integration response {response.Status} has no method response: the answer is 500 when it is chosen.");
            }

            if (response.FindPatternFault() is { } fault)
            {
                problems.Add($"{fault} (integration response {response.Status})");
            }
        }

        if (!plan.Responses.All.Any())
        {
            problems.Add("The integration has no response: the answer is 500.");
        }
    }

    private static void AddErrors(string side, IEnumerable<KeyValuePair<string, MappingTemplate>> templates, List<string> problems)
    {
        foreach (var (mediaType, template) in templates)
        {
            if (template.Error is { } error)
            {
                problems.Add($"The {side} template for {mediaType} is not valid, {error}: the answer is 500 when it is chosen.");
            }
        }
    }
}
