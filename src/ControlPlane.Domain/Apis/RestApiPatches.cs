using System.Globalization;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Patching;

namespace ControlPlane.Domain.Apis;

/// <summary>What UpdateRestApi can change.</summary>
public static class RestApiPatches
{
    private static readonly PatchTable<RestApi> _table = new PatchTable<RestApi>(PatchRefusals.Listing)
        .Allow(PatchOp.Replace, "/name", (api, edit) => api with { Name = edit.Text })
        .Allow(PatchOp.Replace, "/description", (api, edit) => api with { Description = edit.Text })
        .Allow(PatchOp.Replace, "/version", (api, edit) => api with { Version = edit.Text })
        .Allow(PatchOp.Replace, "/policy", (api, edit) => api with { Policy = string.IsNullOrEmpty(edit.Value) ? null : edit.Value })
        .Allow(PatchOp.Replace, "/apiKeySource", (api, edit) => api with { ApiKeySource = edit.Member<ApiKeySource>() })
        .Allow(PatchOp.Replace, "/minimumCompressionSize", (api, edit) => api with { MinimumCompressionSize = CompressionSize(edit) })
        .Allow(PatchOp.Replace, "/disableExecuteApiEndpoint", (api, edit) => api with { DisableExecuteApiEndpoint = edit.Boolean })
        .Allow(PatchOp.Replace, "/endpointConfiguration/types/{type}", ReplaceEndpointType)
        .Allow(
            PatchOp.Replace,
            "/endpointConfiguration/ipAddressType",
            (api, edit) => api with { EndpointConfiguration = api.EndpointConfiguration with { IpAddressType = edit.Text } })
        .Allow(PatchOp.Add | PatchOp.Remove, "/endpointConfiguration/vpcEndpointIds", (api, edit) => EditVpcEndpoints(api, edit.Removes, edit.Text))
        .Allow(PatchOp.Add | PatchOp.Remove, "/endpointConfiguration/vpcEndpointIds/{id}", (api, edit) => EditVpcEndpoints(api, edit.Removes, edit.Captures[0]))
        .Allow(PatchOp.Add | PatchOp.Remove | PatchOp.Replace, "/binaryMediaTypes/{type}", EditBinaryMediaType);

    /// <summary>Applies patch operations, all or none.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static RestApi Apply(RestApi api, IReadOnlyList<PatchOperation> operations) => RestApiRules.Validate(_table.Apply(api, operations));

    private static int? CompressionSize(PatchEdit edit)
    {
        if (string.IsNullOrEmpty(edit.Value) || edit.Value == "null")
        {
            return null;
        }

        return int.TryParse(edit.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw ApiException.BadRequest("Invalid minimum compression size, must be between 0 and 10485760");
    }

    private static RestApi ReplaceEndpointType(RestApi api, PatchEdit edit)
    {
        var current = api.EndpointConfiguration.Types[0];
        if (edit.Captures[0] != current && edit.Captures[0] != "0")
        {
            throw ApiException.BadRequest($"Invalid patch path  '{edit.Path}' specified for op 'replace'. Must be one of: [/endpointConfiguration/types/{current}]");
        }

        return api with { EndpointConfiguration = api.EndpointConfiguration with { Types = [edit.Text] } };
    }

    private static RestApi EditVpcEndpoints(RestApi api, bool remove, string id)
    {
        var others = api.EndpointConfiguration.VpcEndpointIds.Where(each => each != id);
        return api with { EndpointConfiguration = api.EndpointConfiguration with { VpcEndpointIds = remove ? [.. others] : [.. others, id] } };
    }

    private static RestApi EditBinaryMediaType(RestApi api, PatchEdit edit)
    {
        var type = edit.Captures[0];
        if (edit.Operation.Op != PatchOp.Add && !api.BinaryMediaTypes.Contains(type))
        {
            throw ApiException.NotFound($"Invalid binary media type specified: {type}");
        }

        var others = api.BinaryMediaTypes.Where(each => each != type);
        return api with
        {
            BinaryMediaTypes = edit.Operation.Op switch
            {
                PatchOp.Remove => [.. others],
                PatchOp.Replace => [.. others, edit.Text],
                _ => [.. others, type],
            },
        };
    }
}
