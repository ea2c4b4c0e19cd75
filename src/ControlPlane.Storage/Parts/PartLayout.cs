using System.Text.Json.Serialization.Metadata;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Parts;

/// <summary>Where parts of one kind lie in their API's partition, and how they are written.</summary>
/// <param name="Prefix">What their sort keys begin with.</param>
/// <param name="IdOf">What a part is found by.</param>
/// <param name="Type">How a part is written and read.</param>
internal sealed record PartLayout<T>(string Prefix, Func<T, string> IdOf, JsonTypeInfo<T> Type)
    where T : class;

/// <summary>The layouts of all kinds of parts.</summary>
internal static class PartLayouts
{
    public static PartLayout<Model> Models { get; } = new(Keys.Parts + "MODEL#", model => model.Name, StorageJson.Default.Model);

    public static PartLayout<RequestValidator> RequestValidators { get; } =
        new(Keys.Parts + "VALIDATOR#", validator => validator.Id, StorageJson.Default.RequestValidator);

    public static PartLayout<GatewayResponse> GatewayResponses { get; } =
        new(Keys.Parts + "RESPONSE#", response => WireNames.Of(response.ResponseType), StorageJson.Default.GatewayResponse);

    public static PartLayout<Authorizer> Authorizers { get; } = new(Keys.Parts + "AUTHORIZER#", authorizer => authorizer.Id, StorageJson.Default.Authorizer);

    public static PartLayout<DocumentationPart> DocumentationParts { get; } =
        new(Keys.DocumentationParts, part => part.Id, StorageJson.Default.DocumentationPart);
}
