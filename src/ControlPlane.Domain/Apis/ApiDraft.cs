using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Apis;

/// <summary>An API as it is edited, whole: what an import replaces or adds to.</summary>
/// <param name="Api">The API.</param>
/// <param name="Tree">Its resources.</param>
/// <param name="Methods">Methods by verb, by resource id; resources without any may be missing.</param>
/// <param name="Parts">Models, validators, gateway responses and authorizers.</param>
/// <param name="Documentation">Its documentation parts.</param>
public sealed record ApiDraft(
    RestApi Api,
    ResourceTree Tree,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, Method>> Methods,
    ApiParts Parts,
    IReadOnlyList<DocumentationPart> Documentation);
