using ControlPlane.Gateway.Explaining;
using ControlPlane.Storage.Documentation;

namespace ControlPlane.Api.Doctor;

/// <summary>Looks at every route of a stage, in the base and in the canary, without running any.</summary>
internal sealed class StageDoctor(
    FunctionExamination functions, DocumentationVersionRepository documentation, ControlApiOptions options, TimeProvider time)
{
    /// <summary>Examines a stage.</summary>
    /// <param name="inspection">Its routes.</param>
    /// <param name="endpoint">Where the control API was asked, for commands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Diagnosis> ExamineAsync(StageInspection inspection, string endpoint, CancellationToken cancellationToken)
    {
        var lookups = await Lookups.RunAsync(inspection, functions, time, cancellationToken).ConfigureAwait(false);
        var address = functions.Address;
        var commands = new MendingCommands(inspection.Stage, options, endpoint, address);
        var called = new FunctionFindings(commands, options, inspection.Stage.RestApiId, inspection.Stage.StageName, address is null);
        var found = await StageFindingsAsync(inspection, commands, cancellationToken).ConfigureAwait(false);
        foreach (var variant in inspection.Variants)
        {
            if (variant.Routes is not { } routes)
            {
                found.Add(new Finding(
                    Severity.Error, "DeploymentNotFound", $"The deployment {variant.DeploymentId} is gone: the answer is 500.", commands.Deploy(variant.IsCanary))
                { Variant = variant.Name });
                continue;
            }

            var itself = new RouteFindings(commands, variant.IsCanary);
            foreach (var route in routes)
            {
                found.AddRange(itself.Of(route).Concat(Elsewhere(route, lookups, commands, called, variant.IsCanary)).Select(finding => finding with
                {
                    Variant = variant.Name,
                    HttpMethod = route.Method.Method.HttpMethod,
                    ResourcePath = route.Method.ResourcePath,
                    Routes = 1,
                }));
            }
        }

        found.AddRange(lookups.Missed.Select(static name => new Finding(Severity.Warning, "NotLookedUp", $"There was no time to look up {name}. Ask again.")));
        return new Diagnosis(inspection.Variants.Sum(static variant => variant.Routes?.Count ?? 0), lookups.Missed.Count == 0, Merge(found));
    }

    /// <summary>The same of several routes is said once, with the first of them.</summary>
    private static List<Finding> Merge(IEnumerable<Finding> found) =>
    [
        .. found
            .GroupBy(static finding => (finding.Severity, finding.Code, finding.Variant, finding.Message, finding.Command))
            .Select(static group => group.First() with { Routes = group.Sum(static finding => finding.Routes) })
            .OrderBy(static finding => finding.Severity),
    ];

    private static IEnumerable<Finding> Elsewhere(RouteInspection route, Lookups lookups, MendingCommands commands, FunctionFindings called, bool isCanary)
    {
        var method = route.Method;
        var functions = new[] { (Name: method.Function, Verb: (string?)method.Method.HttpMethod), (Name: route.AuthorizerFunction, Verb: null) };
        foreach (var (name, verb) in functions)
        {
            if (name is not null && !Lookups.IsKnown(name))
            {
                yield return new Finding(Severity.Info, "FunctionNotFixed", $"Requests say which function is called ({name}); none was looked up.");
            }
            else if (name is not null && lookups.Function(name) is { } report)
            {
                foreach (var finding in called.Of(report, verb, method.ResourcePath))
                {
                    yield return finding;
                }
            }
        }

        if (method.Host is { } host && lookups.HostFault(host) is { } fault)
        {
            var variable = method.Variables.FirstOrDefault(variable => variable.Value?.Contains(host, StringComparison.OrdinalIgnoreCase) == true && variable.UsedIn.Contains("/uri"));
            yield return new Finding(
                Severity.Error,
                "HostNotResolved",
                $"The host {host} has no address ({fault}): the answer is 504.",
                variable is { IsOverride: false }
                    ? commands.SetVariable(variable.Name)
                    : $"{commands.UpdateIntegration(method, ("replace", "/uri", "http://HOST/PATH"))} && {commands.Deploy(isCanary)}");
        }
    }

    private async Task<List<Finding>> StageFindingsAsync(StageInspection inspection, MendingCommands commands, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        var stage = inspection.Stage;
        if (inspection.Certificate?.FaultAt(time.GetUtcNow()) is { } fault)
        {
            found.Add(new Finding(Severity.Error, "ClientCertificateUnusable", $"{fault} HTTP backends are shown none.", commands.ShowNewCertificate()));
        }

        if (stage.DocumentationVersion is { } version
            && await documentation.GetAsync(stage.RestApiId, version, cancellationToken).ConfigureAwait(false) is null)
        {
            found.Add(new Finding(
                Severity.Warning,
                "DocumentationVersionNotFound",
                $"There is no documentation version {version}; exports of the stage have no documentation.",
                commands.CreateDocumentationVersion(version)));
        }

        if (stage.AccessLogSettings?.DestinationArn is { } destination)
        {
            found.Add(new Finding(
                Severity.Info, "AccessLogNotLookedUp", $"Whether {destination} can be written to was not looked up: access logs go into the router's own log."));
        }

        return found;
    }
}
