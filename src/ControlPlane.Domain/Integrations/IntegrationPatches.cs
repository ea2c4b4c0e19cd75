using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Integrations;

/// <summary>What UpdateIntegration and UpdateIntegrationResponse can change.</summary>
public static class IntegrationPatches
{
    private const PatchOp _all = PatchOp.Add | PatchOp.Remove | PatchOp.Replace;

    private static readonly PatchTable<Integration> _integrations = new PatchTable<Integration>(PatchRefusals.Plain)
        .Allow(PatchOp.Replace, "/uri", (integration, edit) => integration with { Uri = edit.Text })
        .Allow(PatchOp.Replace, "/httpMethod", (integration, edit) => integration with { HttpMethod = edit.Text })
        .Allow(PatchOp.Replace, "/type", (integration, edit) => integration with { Type = edit.Member<IntegrationType>() })
        .Allow(PatchOp.Replace, "/credentials", (integration, edit) => integration with { Credentials = edit.Value })
        .Allow(PatchOp.Replace, "/passthroughBehavior", (integration, edit) => integration with { PassthroughBehavior = edit.Member<PassthroughBehavior>() })
        .Allow(PatchOp.Replace, "/contentHandling", (integration, edit) => integration with { ContentHandling = Handling(edit) })
        .Allow(PatchOp.Replace, "/timeoutInMillis", (integration, edit) => integration with { TimeoutInMillis = edit.Whole(int.MinValue, int.MaxValue) })
        .Allow(PatchOp.Replace, "/cacheNamespace", (integration, edit) => integration with { CacheNamespace = edit.Text })
        .Allow(PatchOp.Replace, "/connectionType", (integration, edit) => integration with { ConnectionType = edit.Member<ConnectionType>() })
        .Allow(PatchOp.Replace, "/connectionId", (integration, edit) => integration with { ConnectionId = edit.Value })
        .Allow(PatchOp.Replace, "/tlsConfig/insecureSkipVerification", (integration, edit) => integration with { TlsConfig = new TlsConfig(edit.Boolean) })
        .Allow(_all, "/requestTemplates/{type}", (integration, edit) => integration with { RequestTemplates = Template(integration.RequestTemplates, edit) })
        .Allow(_all, "/requestParameters/{name}", (integration, edit) => integration with { RequestParameters = Entry(integration.RequestParameters, edit) })
        .Allow(PatchOp.Add | PatchOp.Remove, "/cacheKeyParameters/{name}", (integration, edit) => integration with { CacheKeyParameters = CacheKeys(integration, edit) });

    private static readonly PatchTable<IntegrationResponse> _responses = new PatchTable<IntegrationResponse>(PatchRefusals.Plain)
        .Allow(PatchOp.Replace, "/selectionPattern", (response, edit) => response with { SelectionPattern = edit.Value })
        .Allow(PatchOp.Replace, "/contentHandling", (response, edit) => response with { ContentHandling = Handling(edit) })
        .Allow(_all, "/responseParameters/{name}", (response, edit) => response with { ResponseParameters = Entry(response.ResponseParameters, edit) })
        .Allow(_all, "/responseTemplates/{type}", (response, edit) => response with { ResponseTemplates = Template(response.ResponseTemplates, edit) });

    /// <summary>Applies patch operations to a method's integration, all or none.</summary>
    /// <exception cref="ApiException">With API Gateway's message.</exception>
    public static Integration Apply(Method method, Integration integration, IReadOnlyList<PatchOperation> operations) =>
        IntegrationRules.Validate(method, _integrations.Apply(integration, operations));

    /// <summary>Applies patch operations to an integration response, all or none.</summary>
    /// <exception cref="ApiException">With API Gateway's message.</exception>
    public static IntegrationResponse Apply(Method method, IntegrationResponse response, IReadOnlyList<PatchOperation> operations) =>
        IntegrationRules.Validate(method, _responses.Apply(response, operations));

    private static ContentHandling? Handling(PatchEdit edit) => string.IsNullOrEmpty(edit.Value) ? null : edit.Member<ContentHandling>();

    private static IReadOnlyDictionary<string, string?> Template(IReadOnlyDictionary<string, string?> map, PatchEdit edit)
    {
        RequirePresent(map, edit, "Invalid content type specified");
        return edit.Removes ? map.Without(edit.Captures[0]) : map.With(edit.Captures[0], edit.Value);
    }

    private static IReadOnlyDictionary<string, string> Entry(IReadOnlyDictionary<string, string> map, PatchEdit edit)
    {
        RequirePresent(map, edit, "Invalid parameter name specified");
        return edit.Removes ? map.Without(edit.Captures[0]) : map.With(edit.Captures[0], edit.Text);
    }

    private static IReadOnlyList<string> CacheKeys(Integration integration, PatchEdit edit)
    {
        var others = integration.CacheKeyParameters.Where(name => name != edit.Captures[0]);
        return edit.Removes ? [.. others] : [.. others, edit.Captures[0]];
    }

    private static void RequirePresent<T>(IReadOnlyDictionary<string, T> map, PatchEdit edit, string message)
    {
        if (edit.Removes && !map.ContainsKey(edit.Captures[0]))
        {
            throw ApiException.NotFound(message);
        }
    }
}
