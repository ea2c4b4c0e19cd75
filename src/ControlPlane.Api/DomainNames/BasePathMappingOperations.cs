using ControlPlane.Api.Description;

namespace ControlPlane.Api.DomainNames;

/// <summary>The operations on the base path mappings of a custom domain.</summary>
internal static class BasePathMappingOperations
{
    private const string _all = "/domainnames/{domain_name}/basepathmappings";
    private const string _one = _all + "/{base_path}";

    private static readonly StructureShape _mapping = new(
        "BasePathMapping",
        [
            new("basePath", Shape.Text, "The base path; (none) for the empty one."),
            new("restApiId", Shape.Text, "The API behind it."),
            new("stage", Shape.Text, "The stage behind it; without one the path's next segment names it."),
        ]);

    public static Operation Create { get; } = new("CreateBasePathMapping", "POST", _all, 201, "Puts an API behind a base path of a custom domain.")
    {
        Body = [_mapping.Members[0], _mapping.Members[1].Needed(), _mapping.Members[2]],
        Output = _mapping,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetBasePathMappings", "GET", _all, 200, "Lists a custom domain's mappings.")
    {
        Query = Members.Paging,
        Output = _mapping.Page("BasePathMappings", "items"),
    };

    public static Operation Get { get; } = new("GetBasePathMapping", "GET", _one, 200, "Shows a mapping.") { Output = _mapping };

    public static Operation Update { get; } = new("UpdateBasePathMapping", "PATCH", _one, 200, "Changes a mapping.")
    {
        Body = [Members.PatchOperations],
        Output = _mapping,
    };

    public static Operation Delete { get; } = new("DeleteBasePathMapping", "DELETE", _one, 202, "Deletes a mapping.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete];
}
