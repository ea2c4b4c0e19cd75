using ControlPlane.Domain;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>
/// Puts a definition over a draft. What the draft has under the same name or path keeps its id, so that clients who know it find it again.
/// </summary>
/// <param name="before">The draft; that of a new API has nothing but its root.</param>
/// <param name="definition">What the document says.</param>
/// <param name="replaces">True when what the document does not mention goes (overwrite), false when it stays (merge).</param>
/// <param name="ids">Where new ids come from.</param>
/// <param name="problems">Gets errors.</param>
/// <param name="maxResources">Most resources of an API.</param>
internal sealed class DraftBuilder(ApiDraft before, ApiDefinition definition, bool replaces, IdSource ids, ImportProblems problems, int maxResources)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The new draft; not to be used when there are errors.</summary>
    /// <exception cref="ApiException">400: the API as a whole is not valid; 429: it has too many resources.</exception>
    public ApiDraft Build()
    {
        var parts = BuildParts();
        var (tree, byPath) = BuildTree();
        return new ApiDraft(BuildApi(), tree, BuildMethods(tree, byPath, parts), parts, BuildDocumentation());
    }

    private RestApi BuildApi()
    {
        var api = before.Api;
        var rest = replaces ? new RestApi { Id = api.Id, Name = "", CreatedDate = api.CreatedDate, RootResourceId = api.RootResourceId } : api;
        return RestApiRules.Validate(api with
        {
            Name = definition.Name,
            Description = definition.Description ?? rest.Description,
            Version = definition.Version ?? rest.Version,
            BinaryMediaTypes = definition.BinaryMediaTypes ?? rest.BinaryMediaTypes,
            MinimumCompressionSize = definition.MinimumCompressionSize ?? rest.MinimumCompressionSize,
            ApiKeySource = definition.ApiKeySource ?? rest.ApiKeySource,
            Policy = definition.Policy ?? rest.Policy,

            // Where and how the API is reached is not the document's to take away.
            DisableExecuteApiEndpoint = definition.DisableExecuteApiEndpoint ?? api.DisableExecuteApiEndpoint,
            EndpointConfiguration = api.EndpointConfiguration with { VpcEndpointIds = definition.VpcEndpointIds ?? api.EndpointConfiguration.VpcEndpointIds },
            Tags = definition.Tags is { } tags ? api.Tags.Overlay(tags) : api.Tags,
        });
    }

    private ApiParts BuildParts() => new()
    {
        Models = Merge(before.Parts.Models, definition.Models, model => model.Name, model => model.Id, (model, id) => model with { Id = id }),
        RequestValidators = Merge(before.Parts.RequestValidators, definition.RequestValidators, each => each.Name ?? "", each => each.Id, (each, id) => each with { Id = id }),
        Authorizers = Merge(before.Parts.Authorizers, definition.Authorizers, each => each.Name, each => each.Id, (each, id) => each with { Id = id }),
        GatewayResponses = Merge(before.Parts.GatewayResponses, definition.GatewayResponses, each => WireNames.Of(each.ResponseType), each => "", (each, _) => each),
    };

    private IReadOnlyList<DocumentationPart> BuildDocumentation() => definition.Documentation is { } parts
        ? Merge(before.Documentation, parts, part => part.Location, part => part.Id, (part, id) => part with { Id = id })
        : before.Documentation;

    private List<T> Merge<T, TKey>(IReadOnlyList<T> old, IReadOnlyList<T> added, Func<T, TKey> keyOf, Func<T, string> idOf, Func<T, string, T> withId)
        where TKey : notnull
    {
        var merged = new Dictionary<TKey, T>();
        var others = new List<T>();
        foreach (var part in old)
        {
            _taken.Add(idOf(part));

            // Names of request validators need not be unique.
            if (!merged.TryAdd(keyOf(part), part))
            {
                others.Add(part);
            }
        }

        var stored = replaces ? new Dictionary<TKey, T>(merged) : merged;
        if (replaces)
        {
            merged.Clear();
            others.Clear();
        }

        foreach (var part in added)
        {
            var key = keyOf(part);
            merged[key] = withId(part, stored.TryGetValue(key, out var known) ? idOf(known) : NewId());
        }

        return [.. merged.Values, .. others];
    }

    private (ResourceTree Tree, Dictionary<string, string> ByPath) BuildTree()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = before.Tree.RootId };
        foreach (var id in before.Tree.Nodes.Keys)
        {
            known[before.Tree.PathOf(id)] = id;
            _taken.Add(id);
        }

        var tree = replaces ? ResourceTree.Create(before.Tree.RootId) : before.Tree;
        var placed = replaces ? new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = before.Tree.RootId } : new(known, StringComparer.Ordinal);
        foreach (var definition in definition.Paths)
        {
            tree = Place(tree, definition, known, placed);
        }

        return (tree, placed);
    }

    private ResourceTree Place(ResourceTree tree, PathDefinition path, Dictionary<string, string> known, Dictionary<string, string> placed)
    {
        var parent = tree.RootId;
        var at = "";
        foreach (var segment in path.Path == "/" ? [] : path.Path[1..].Split('/'))
        {
            at = $"{at}/{segment}";
            if (placed.TryGetValue(at, out var there))
            {
                parent = there;
                continue;
            }

            if (tree.Count >= maxResources)
            {
                throw ApiException.LimitExceeded("Maximum number of Resources for this API has been reached. Please contact AWS if you need additional Resources.");
            }

            var (id, under) = (known.GetValueOrDefault(at) ?? NewId(), parent);
            if (problems.Check(path.Place, $"Unable to create resource at path '{at}': ", () => tree.Add(id, under, segment)) is not { } grown)
            {
                return tree;
            }

            (tree, parent) = (grown, id);
            placed[at] = id;
        }

        return tree;
    }

    private Dictionary<string, IReadOnlyDictionary<string, Method>> BuildMethods(ResourceTree tree, Dictionary<string, string> byPath, ApiParts parts)
    {
        var authorizers = parts.Authorizers.ToDictionary(each => each.Name, each => each.Id, StringComparer.Ordinal);
        var validators = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var validator in parts.RequestValidators)
        {
            validators.TryAdd(validator.Name ?? "", validator.Id);
        }

        var all = replaces ? [] : new Dictionary<string, IReadOnlyDictionary<string, Method>>(before.Methods.Where(pair => tree.Contains(pair.Key)), StringComparer.Ordinal);
        foreach (var path in definition.Paths)
        {
            if (path.Methods.Count == 0 || !byPath.TryGetValue(path.Path, out var resourceId))
            {
                continue;
            }

            var methods = new Dictionary<string, Method>(all.GetValueOrDefault(resourceId) ?? Maps.Empty<Method>(), StringComparer.Ordinal);
            foreach (var (method, authorizer, validator) in path.Methods)
            {
                methods[method.HttpMethod] = method with
                {
                    AuthorizerId = authorizer is null ? null : authorizers.GetValueOrDefault(authorizer),
                    RequestValidatorId = validator is null ? null : validators.GetValueOrDefault(validator),
                    MethodIntegration = method.MethodIntegration is { CacheNamespace: "" } integration ? integration with { CacheNamespace = resourceId } : method.MethodIntegration,
                };
            }

            all[resourceId] = methods;
        }

        return all;
    }

    private string NewId()
    {
        string id;
        do
        {
            id = ids.Next(IdSource.PartLength);
        }
        while (!_taken.Add(id));
        return id;
    }
}
