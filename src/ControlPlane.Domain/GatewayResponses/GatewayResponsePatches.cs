using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.GatewayResponses;

/// <summary>What UpdateGatewayResponse can change.</summary>
public static class GatewayResponsePatches
{
    private const PatchOp _all = PatchOp.Add | PatchOp.Remove | PatchOp.Replace;

    private static readonly PatchTable<GatewayResponse> _table = new PatchTable<GatewayResponse>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/statusCode", (response, edit) => response with { StatusCode = edit.Text })
        .Allow(_all, "/responseParameters/{name}", (response, edit) => response with { ResponseParameters = Entry(response.ResponseParameters, edit) })
        .Allow(_all, "/responseTemplates/{type}", (response, edit) => response with { ResponseTemplates = Entry(response.ResponseTemplates, edit) });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 or 404 with API Gateway's message.</exception>
    public static GatewayResponse Apply(GatewayResponse response, IReadOnlyList<PatchOperation> operations) =>
        GatewayResponseRules.Validate(_table.Apply(GatewayResponseRules.WithTemplates(response), operations), "updateGatewayResponseInput");

    private static IReadOnlyDictionary<string, string> Entry(IReadOnlyDictionary<string, string> map, PatchEdit edit)
    {
        var key = edit.Captures[0];
        if (!edit.Removes)
        {
            return map.With(key, edit.Text);
        }

        return map.ContainsKey(key) ? map.Without(key) : throw ApiException.NotFound("Invalid parameter name specified");
    }
}
