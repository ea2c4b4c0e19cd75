using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Resources;

/// <summary>
/// The shape of an API's paths: which resource hangs below which, under what name. It is one value, so that
/// rules between siblings and ancestors hold whoever writes at the same time.
/// </summary>
/// <param name="RootId">The id of <c>/</c>.</param>
/// <param name="Nodes">Every other resource: id to its place.</param>
public sealed record ResourceTree(string RootId, IReadOnlyDictionary<string, ResourceNode> Nodes)
{
    /// <summary>A tree of the root alone.</summary>
    public static ResourceTree Create(string rootId) => new(rootId, Maps.Empty<ResourceNode>());

    /// <summary>How many resources there are, the root included.</summary>
    public int Count => Nodes.Count + 1;

    /// <summary>Whether a resource is part of the tree.</summary>
    public bool Contains(string id) => id == RootId || Nodes.ContainsKey(id);

    /// <summary>The whole path of a resource.</summary>
    public string PathOf(string id)
    {
        var path = "";
        for (var at = id; at != RootId; at = Nodes[at].ParentId)
        {
            path = $"/{Nodes[at].PathPart}{path}";
        }

        return path.Length == 0 ? "/" : path;
    }

    /// <summary>A resource of the tree as its own noun.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="methods">Its methods by verb, or null for none.</param>
    public Resource Describe(string id, IReadOnlyDictionary<string, Method>? methods)
    {
        var node = id == RootId ? null : Nodes[id];
        return new Resource
        {
            Id = id,
            ParentId = node?.ParentId,
            PathPart = node?.PathPart,
            Path = PathOf(id),
            Methods = methods ?? Maps.Empty<Method>(),
        };
    }

    /// <summary>The tree with a new child.</summary>
    /// <exception cref="ApiException">With API Gateway's messages: unknown parent, bad or taken name, greedy parent.</exception>
    public ResourceTree Add(string id, string parentId, string pathPart)
    {
        if (!Contains(parentId))
        {
            throw ApiException.NotFound("Invalid Resource identifier specified");
        }

        CheckPlace(id, parentId, pathPart);
        return this with { Nodes = Nodes.With(id, new ResourceNode(parentId, pathPart)) };
    }

    /// <summary>The tree with a resource renamed.</summary>
    /// <exception cref="ApiException">With API Gateway's messages.</exception>
    public ResourceTree Rename(string id, string pathPart)
    {
        if (id == RootId)
        {
            throw ApiException.BadRequest("Root resource cannot update its pathPart.");
        }

        CheckPlace(id, Nodes[id].ParentId, pathPart);
        if (PathPart.IsGreedy(pathPart) && Nodes.Values.Any(node => node.ParentId == id))
        {
            throw ApiException.BadRequest($"Cannot create a child of a resource with a greedy path variable: {pathPart}");
        }

        return this with { Nodes = Nodes.With(id, Nodes[id] with { PathPart = pathPart }) };
    }

    /// <summary>The tree with a resource, and all below it, moved under another parent.</summary>
    /// <exception cref="ApiException">With API Gateway's messages.</exception>
    public ResourceTree Move(string id, string parentId)
    {
        if (id == RootId)
        {
            throw ApiException.BadRequest("Root resource cannot update its parentId.");
        }

        if (!Contains(parentId))
        {
            throw ApiException.NotFound("Invalid Resource identifier specified");
        }

        for (var at = parentId; at != RootId; at = Nodes[at].ParentId)
        {
            if (at == id)
            {
                throw ApiException.BadRequest("Resources cannot be cyclical.");
            }
        }

        CheckPlace(id, parentId, Nodes[id].PathPart);
        return this with { Nodes = Nodes.With(id, Nodes[id] with { ParentId = parentId }) };
    }

    /// <summary>The tree without a resource and everything below it.</summary>
    /// <param name="id">The resource; not the root.</param>
    /// <param name="removed">The ids that are gone.</param>
    /// <exception cref="ApiException">400 for the root.</exception>
    public ResourceTree Remove(string id, out IReadOnlyList<string> removed)
    {
        if (id == RootId)
        {
            throw ApiException.BadRequest("Root resource cannot be deleted.");
        }

        var children = Nodes.ToLookup(node => node.Value.ParentId, node => node.Key);
        var gone = new List<string> { id };
        for (var i = 0; i < gone.Count; i++)
        {
            gone.AddRange(children[gone[i]]);
        }

        removed = gone;
        var nodes = new Dictionary<string, ResourceNode>(Nodes, StringComparer.Ordinal);
        gone.ForEach(each => nodes.Remove(each));
        return this with { Nodes = nodes };
    }

    private void CheckPlace(string id, string parentId, string pathPart)
    {
        PathPart.Validate(pathPart);
        if (parentId != RootId && PathPart.IsGreedy(Nodes[parentId].PathPart))
        {
            throw ApiException.BadRequest($"Cannot create a child of a resource with a greedy path variable: {Nodes[parentId].PathPart}");
        }

        foreach (var (siblingId, sibling) in Nodes)
        {
            if (siblingId == id || sibling.ParentId != parentId)
            {
                continue;
            }

            if (sibling.PathPart == pathPart)
            {
                throw ApiException.Conflict($"Another resource with the same parent already has this name: {pathPart}");
            }

            if (PathPart.IsVariable(pathPart) && PathPart.IsVariable(sibling.PathPart))
            {
                throw ApiException.BadRequest($"A sibling ({sibling.PathPart}) of this resource already has a variable path part -- only one is allowed");
            }
        }
    }
}

/// <summary>A resource's place in the tree.</summary>
/// <param name="ParentId">The resource it hangs below.</param>
/// <param name="PathPart">Its segment.</param>
public sealed record ResourceNode(string ParentId, string PathPart);
