using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.RequestValidators;

/// <summary>What UpdateRequestValidator can change.</summary>
public static class RequestValidatorPatches
{
    private static readonly PatchTable<RequestValidator> _table = new PatchTable<RequestValidator>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/name", (validator, edit) => validator with { Name = edit.Text })
        .Allow(PatchOp.Replace, "/validateRequestParameters", (validator, edit) => validator with { ValidateRequestParameters = edit.Boolean })
        .Allow(PatchOp.Replace, "/validateRequestBody", (validator, edit) => validator with { ValidateRequestBody = edit.Boolean });

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static RequestValidator Apply(RequestValidator validator, IReadOnlyList<PatchOperation> operations) =>
        RequestValidatorRules.Validate(_table.Apply(validator, operations));
}
