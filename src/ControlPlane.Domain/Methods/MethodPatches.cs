using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Methods;

/// <summary>What UpdateMethod and UpdateMethodResponse can change.</summary>
public static class MethodPatches
{
    private const PatchOp _all = PatchOp.Add | PatchOp.Remove | PatchOp.Replace;

    private static readonly PatchTable<Method> _methods = new PatchTable<Method>(PatchRefusals.Plain)
        .Allow(PatchOp.Replace, "/authorizationType", (method, edit) => method with { AuthorizationType = edit.Member<AuthorizationType>() })
        .Allow(PatchOp.Replace, "/authorizerId", (method, edit) => method with { AuthorizerId = edit.Text })
        .Allow(PatchOp.Replace, "/apiKeyRequired", (method, edit) => method with { ApiKeyRequired = edit.Boolean })
        .Allow(PatchOp.Replace, "/operationName", (method, edit) => method with { OperationName = edit.Text })
        .Allow(PatchOp.Replace, "/requestValidatorId", (method, edit) => method with { RequestValidatorId = string.IsNullOrEmpty(edit.Value) ? null : edit.Value })
        .Allow(_all, "/requestParameters/{name}", (method, edit) => method with { RequestParameters = Flag(method.RequestParameters, edit) })
        .Allow(_all, "/requestModels/{type}", (method, edit) => method with { RequestModels = Entry(method.RequestModels, edit) })
        .Allow(PatchOp.Add | PatchOp.Remove, "/authorizationScopes", (method, edit) => method with { AuthorizationScopes = Scopes(method, edit) });

    private static readonly PatchTable<MethodResponse> _responses = new PatchTable<MethodResponse>(PatchRefusals.Plain)
        .Allow(_all, "/responseParameters/{name}", (response, edit) => response with { ResponseParameters = Flag(response.ResponseParameters, edit) })
        .Allow(_all, "/responseModels/{type}", (response, edit) => response with { ResponseModels = Entry(response.ResponseModels, edit) });

    /// <summary>Applies patch operations to a method, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static Method Apply(Method method, IReadOnlyList<PatchOperation> operations) => MethodRules.Validate(_methods.Apply(method, operations));

    /// <summary>Applies patch operations to a method response, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static MethodResponse Apply(MethodResponse response, IReadOnlyList<PatchOperation> operations) =>
        MethodRules.Validate(_responses.Apply(response, operations));

    private static IReadOnlyDictionary<string, bool> Flag(IReadOnlyDictionary<string, bool> map, PatchEdit edit)
    {
        RequirePresent(map, edit);
        return edit.Removes ? map.Without(edit.Captures[0]) : map.With(edit.Captures[0], !string.IsNullOrEmpty(edit.Value) && edit.Boolean);
    }

    private static IReadOnlyDictionary<string, string> Entry(IReadOnlyDictionary<string, string> map, PatchEdit edit)
    {
        RequirePresent(map, edit);
        return edit.Removes ? map.Without(edit.Captures[0]) : map.With(edit.Captures[0], edit.Text);
    }

    private static void RequirePresent<T>(IReadOnlyDictionary<string, T> map, PatchEdit edit)
    {
        if (edit.Removes && !map.ContainsKey(edit.Captures[0]))
        {
            throw ApiException.NotFound("Invalid parameter name specified");
        }
    }

    private static IReadOnlyList<string> Scopes(Method method, PatchEdit edit)
    {
        var others = method.AuthorizationScopes.Where(scope => scope != edit.Text);
        return edit.Removes ? [.. others] : [.. others, edit.Text];
    }
}
