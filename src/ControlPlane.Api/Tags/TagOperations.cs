using ControlPlane.Api.Description;

namespace ControlPlane.Api.Tags;

/// <summary>The operations on tags.</summary>
internal static class TagOperations
{
    // ARNs hold slashes, which clients send escaped or not.
    private const string _tags = "/tags/{**resource_arn}";

    public static Operation Get { get; } = new("GetTags", "GET", _tags, 200, "Shows the tags of an API, a stage, a domain name, an API key or a usage plan.")
    {
        Output = new StructureShape("Tags", [Members.Tags]),
    };

    public static Operation Add { get; } = new("TagResource", "PUT", _tags, 204, "Adds or replaces tags.") { Body = [Members.Tags.Needed()] };

    public static Operation Remove { get; } = new("UntagResource", "DELETE", _tags, 204, "Takes tags away.")
    {
        Query = [new Member("tagKeys", Shape.Texts, "The tags to take away.").Needed()],
    };

    public static IReadOnlyList<Operation> All { get; } = [Get, Add, Remove];
}
