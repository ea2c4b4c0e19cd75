using ControlPlane.Api.Description;
using ControlPlane.Api.Methods;

namespace ControlPlane.Api.Resources;

/// <summary>The operations on an API's resources.</summary>
internal static class ResourceOperations
{
    private const string _all = "/restapis/{restapi_id}/resources";
    private const string _one = _all + "/{resource_id}";

    private static readonly Member _embed = Members.Embed("methods");

    public static StructureShape Resource { get; } = new(
        "Resource",
        [
            new("id", Shape.Text, "The resource's id."),
            new("parentId", Shape.Text, "The id of the resource above it; absent on /."),
            new("pathPart", Shape.Text, "The last segment of its path."),
            new("path", Shape.Text, "Its whole path."),
            new("resourceMethods", new MapShape(MethodOperations.Method), "Its methods by verb; with embed=methods in full."),
        ]);

    public static Operation List { get; } = new("GetResources", "GET", _all, 200, "Lists an API's resources.")
    {
        Query = [.. Members.Paging, _embed],
        Output = Resource.Page("Resources", "items"),
    };

    public static Operation Create { get; } = new("CreateResource", "POST", _all + "/{parent_id}", 201, "Creates a resource under another one.")
    {
        Body = [new Member("pathPart", Shape.Text, "The last segment of its path: a text, {name} or {name+}.").Needed()],
        Output = Resource,
        Repeatable = true,
    };

    public static Operation Get { get; } = new("GetResource", "GET", _one, 200, "Shows a resource.") { Query = [_embed], Output = Resource };

    public static Operation Update { get; } = new("UpdateResource", "PATCH", _one, 200, "Renames or moves a resource.")
    {
        Body = [Members.PatchOperations],
        Output = Resource,
    };

    public static Operation Delete { get; } = new("DeleteResource", "DELETE", _one, 202, "Deletes a resource with its methods and all resources below it.");

    public static IReadOnlyList<Operation> All { get; } = [List, Create, Get, Update, Delete];
}
