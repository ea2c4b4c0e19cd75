using System.Globalization;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Admission.Authorizers;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Explaining;

/// <summary>Tells how stages would route requests, by the code that routes them, without sending anything anywhere.</summary>
/// <param name="source">Where stages and deployments are read.</param>
public sealed class StageExplainer(IStageSource source)
{
    /// <summary>Explains a request.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such stage.</returns>
    /// <exception cref="InvalidDataException">The stage names a deployment that is gone.</exception>
    public async ValueTask<StageExplanation?> ExplainAsync(string apiId, string stageName, ExplainedRequest request, CancellationToken cancellationToken)
    {
        if (await source.LoadStageAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is not { } configuration)
        {
            return null;
        }

        var stage = configuration.Stage;
        var canary = stage.CanarySettings;
        var served = await LoadAsync(apiId, stage.DeploymentId, cancellationToken).ConfigureAwait(false);
        var variants = new List<VariantExplanation>
        {
            Explain(stage, served, stage.Variables, isCanary: false, request),
        };
        if (canary is not null)
        {
            var other = canary.DeploymentId == stage.DeploymentId ? served : await LoadAsync(apiId, canary.DeploymentId, cancellationToken).ConfigureAwait(false);
            variants.Add(Explain(stage, other, stage.Variables.Overlay(canary.StageVariableOverrides), isCanary: true, request));
        }

        return new StageExplanation { CanaryPercent = canary?.PercentTraffic, Variants = variants };
    }

    /// <summary>Looks at all routes of a stage.</summary>
    /// <param name="apiId">The API.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such stage.</returns>
    public async ValueTask<StageInspection?> InspectAsync(string apiId, string stageName, CancellationToken cancellationToken)
    {
        if (await source.LoadStageAsync(apiId, stageName, cancellationToken).ConfigureAwait(false) is not { } configuration)
        {
            return null;
        }

        var stage = configuration.Stage;
        var variants = new List<VariantInspection>
        {
            await InspectAsync(stage, stage.DeploymentId, stage.Variables, null, cancellationToken).ConfigureAwait(false),
        };
        if (stage.CanarySettings is { } canary)
        {
            var variables = stage.Variables.Overlay(canary.StageVariableOverrides);
            variants.Add(await InspectAsync(stage, canary.DeploymentId, variables, canary, cancellationToken).ConfigureAwait(false));
        }

        return new StageInspection { Stage = stage, Certificate = configuration.Certificate, Variants = variants };
    }

    private static RouteInspection Inspect(
        DeployedApi document, MethodPlan plan, IReadOnlyDictionary<string, string> variables, CanarySettings? canary)
    {
        var problems = new List<RouteProblem>();
        var method = MethodExplainer.Explain(plan, Maps.Empty<string>(), variables, canary, null, problems);
        string? authorizer = null;
        switch (plan.Method.AuthorizationType)
        {
            case AuthorizationType.Custom:
                (_, authorizer, _, var fault) = AuthorizerBinding.Of(document, plan.Method.AuthorizerId ?? "", variables);
                if (fault is not null)
                {
                    problems.Add(new RouteProblem(RouteProblemKind.AuthorizerInvalid, $"{fault} The answer is 500.", plan.Method.AuthorizerId));
                }

                break;
            case AuthorizationType.CognitoUserPools:
                problems.Add(new RouteProblem(
                    RouteProblemKind.AuthorizerInvalid, "Tokens of Cognito user pools cannot be verified here; use a Lambda authorizer. The answer is 401.", plan.Method.AuthorizerId));
                break;
        }

        return new RouteInspection { Method = method, AuthorizerFunction = authorizer, Problems = problems };
    }

    private static VariantExplanation Explain(
        Stage stage, DeploymentPlan deployment, IReadOnlyDictionary<string, string> variables, bool isCanary, ExplainedRequest request)
    {
        var percent = stage.CanarySettings?.PercentTraffic ?? 0;
        var problems = new List<RouteProblem>();
        var method = Find(deployment, request, problems) is var (plan, parameters)
            ? MethodExplainer.Explain(plan, parameters, variables, isCanary ? stage.CanarySettings : null, request, problems)
            : null;
        return new VariantExplanation
        {
            Name = RequestLogging.VariantName(isCanary),
            Percent = isCanary ? percent : 100 - percent,
            Reason = Reason(stage.CanarySettings, isCanary),
            DeploymentId = deployment.DeploymentId,
            Method = method,
            Problems = problems,
        };
    }

    private static string Reason(CanarySettings? canary, bool isCanary)
    {
        if (canary is null)
        {
            return "The stage has no canary: its base serves every request.";
        }

        var share = canary.PercentTraffic.ToString("0.####", CultureInfo.InvariantCulture);
        return canary.PercentTraffic switch
        {
            0 => isCanary ? "The canary's share is 0 %: it serves no request." : "The canary's share is 0 %: the base serves every request.",
            100 => isCanary ? "The canary's share is 100 %: it serves every request." : "The canary's share is 100 %: the base serves no request.",
            _ => isCanary
                ? $"Chance gives each request to the canary with a probability of {share} %."
                : $"Chance gives each request to the canary with a probability of {share} %; the base serves the rest.",
        };
    }

    private static (MethodPlan Plan, IReadOnlyDictionary<string, string> Parameters)? Find(
        DeploymentPlan deployment, ExplainedRequest request, List<RouteProblem> problems)
    {
        var captures = new PathRange[deployment.Routes.MaxParameters];
        var match = deployment.Routes.Match(request.Path, request.Verb, captures);
        if (match.Resource is { } resource)
        {
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < resource.ParameterNames.Length; i++)
            {
                parameters[resource.ParameterNames[i]] = request.Path.Substring(captures[i].Start, captures[i].Length);
            }

            return (deployment.Methods[match.Method], parameters);
        }

        var others = deployment.Methods.Select(plan => plan.Method.HttpMethod).Distinct(StringComparer.Ordinal)
            .Where(verb => deployment.Routes.Match(request.Path, verb, captures).Resource is not null)
            .Order(StringComparer.Ordinal)
            .ToArray();
        problems.Add(new RouteProblem(RouteProblemKind.RouteNotFound, others.Length == 0
            ? $"No resource of deployment {deployment.DeploymentId} matches {request.Path}: the answer is 403 Missing Authentication Token."
            : $"The resource has no method {request.Verb}, only {string.Join(", ", others)}: the answer is 403 Missing Authentication Token."));
        return null;
    }

    private async ValueTask<VariantInspection> InspectAsync(
        Stage stage, string deploymentId, IReadOnlyDictionary<string, string> variables, CanarySettings? canary, CancellationToken cancellationToken)
    {
        var document = await source.LoadDeploymentAsync(stage.RestApiId, deploymentId, cancellationToken).ConfigureAwait(false);
        var plan = document is null ? null : DeploymentPlan.Compile(deploymentId, document);
        return new VariantInspection
        {
            Name = RequestLogging.VariantName(canary is not null),
            IsCanary = canary is not null,
            DeploymentId = deploymentId,
            Routes = plan is null ? null : [.. plan.Methods.Select(method => Inspect(plan.Document, method, variables, canary))],
        };
    }

    private async ValueTask<DeploymentPlan> LoadAsync(string apiId, string deploymentId, CancellationToken cancellationToken) =>
        await source.LoadDeploymentAsync(apiId, deploymentId, cancellationToken).ConfigureAwait(false) is { } document
            ? DeploymentPlan.Compile(deploymentId, document)
            : throw new InvalidDataException($"The API {apiId} has no deployment {deploymentId}.");
}
