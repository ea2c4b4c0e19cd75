using ControlPlane.Domain.Apis;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Parts;

/// <summary>Parts as the items they are stored as.</summary>
internal static class PartItems
{
    /// <summary>All parts of an API that go into its deployments.</summary>
    public static IEnumerable<ItemPut> Of(string apiId, ApiParts parts) =>
    [
        .. Of(apiId, PartLayouts.Models, parts.Models),
        .. Of(apiId, PartLayouts.RequestValidators, parts.RequestValidators),
        .. Of(apiId, PartLayouts.GatewayResponses, parts.GatewayResponses),
        .. Of(apiId, PartLayouts.Authorizers, parts.Authorizers),
    ];

    /// <summary>Parts of one kind.</summary>
    public static IEnumerable<ItemPut> Of<T>(string apiId, PartLayout<T> layout, IEnumerable<T> parts)
        where T : class =>
        parts.Select(part => new ItemPut(new(Keys.ApiPartition(apiId), layout.Prefix + layout.IdOf(part)), StorageJson.Write(part, layout.Type), PutCondition.None));
}
