using ControlPlane.Api.Description;
using ControlPlane.Domain.Documentation;

namespace ControlPlane.Api.Documentation;

/// <summary>The operations on documentation parts and versions.</summary>
internal static class DocumentationOperations
{
    private const string _parts = "/restapis/{restapi_id}/documentation/parts";
    private const string _part = _parts + "/{part_id}";
    private const string _versions = "/restapis/{restapi_id}/documentation/versions";
    private const string _version = _versions + "/{doc_version}";

    private static readonly Member _type = Members.OneOf<DocumentationPartType>("type", "What is documented.");

    private static readonly StructureShape _location = new(
        "DocumentationPartLocation",
        [
            _type.Needed(),
            new("path", Shape.Text, "The resource's path; / when absent."),
            new("method", Shape.Text, "The verb; * when absent."),
            new("statusCode", Shape.Text, "The status; * when absent."),
            new("name", Shape.Text, "The name of the parameter, header, model or authorizer."),
        ]);

    private static readonly Member _properties = new("properties", Shape.Text, "What is said, a JSON object as text.");

    private static readonly StructureShape _documentationPart = new(
        "DocumentationPart",
        [new("id", Shape.Text, "The part's id."), new("location", _location, "The place."), _properties]);

    private static readonly StructureShape _documentationVersion = new(
        "DocumentationVersion",
        [new("version", Shape.Text, "The version's name."), new("createdDate", Shape.Timestamp, "When it was taken."), Members.Description]);

    public static Operation CreatePart { get; } = new("CreateDocumentationPart", "POST", _parts, 201, "Documents a place of an API.")
    {
        Body = [new Member("location", _location, "The place.").Needed(), _properties.Needed()],
        Output = _documentationPart,
        Repeatable = true,
    };

    public static Operation ListParts { get; } = new("GetDocumentationParts", "GET", _parts, 200, "Lists documentation parts.")
    {
        Query =
        [
            _type,
            new("nameQuery", Shape.Text, "Only parts with this name.") { WireName = "name" },
            new("path", Shape.Text, "Only parts of this path."),
            new("locationStatus", Shape.Text, "Places that have a part, or those of the API that have none.") { Values = ["DOCUMENTED", "UNDOCUMENTED"] },
            .. Members.Paging,
        ],
        Output = _documentationPart.Page("DocumentationParts", "items"),
    };

    public static Operation ImportParts { get; } = new("ImportDocumentationParts", "PUT", _parts, 200, "Takes the documentation of an OpenAPI document.")
    {
        Query = [Members.PutMode, Members.FailOnWarnings],
        Payload = Members.Document.Needed(),
        Output = new StructureShape(
            "DocumentationPartIds",
            [new("ids", Shape.Texts, "The parts that were created or replaced."), new("warnings", Shape.Texts, "What was left out.")]),
    };

    public static Operation GetPart { get; } = new("GetDocumentationPart", "GET", _part, 200, "Shows a documentation part.") { Output = _documentationPart };

    public static Operation UpdatePart { get; } = new("UpdateDocumentationPart", "PATCH", _part, 200, "Changes a documentation part's properties.")
    {
        Body = [Members.PatchOperations],
        Output = _documentationPart,
    };

    public static Operation DeletePart { get; } = new("DeleteDocumentationPart", "DELETE", _part, 202, "Deletes a documentation part.");

    public static Operation CreateVersion { get; } = new("CreateDocumentationVersion", "POST", _versions, 201, "Takes a copy of all documentation parts as they are.")
    {
        Body =
        [
            new Member("documentationVersion", Shape.Text, "The version's name.").Needed(),
            new("stageName", Shape.Text, "A stage that gets it."),
            Members.Description,
        ],
        Output = _documentationVersion,
        Repeatable = true,
    };

    public static Operation ListVersions { get; } = new("GetDocumentationVersions", "GET", _versions, 200, "Lists documentation versions.")
    {
        Query = Members.Paging,
        Output = _documentationVersion.Page("DocumentationVersions", "items"),
    };

    public static Operation GetVersion { get; } = new("GetDocumentationVersion", "GET", _version, 200, "Shows a documentation version.") { Output = _documentationVersion };

    public static Operation UpdateVersion { get; } = new("UpdateDocumentationVersion", "PATCH", _version, 200, "Changes a documentation version's description.")
    {
        Body = [Members.PatchOperations],
        Output = _documentationVersion,
    };

    public static Operation DeleteVersion { get; } = new("DeleteDocumentationVersion", "DELETE", _version, 202, "Deletes a documentation version that no stage has.");

    public static IReadOnlyList<Operation> All { get; } =
        [CreatePart, ListParts, ImportParts, GetPart, UpdatePart, DeletePart, CreateVersion, ListVersions, GetVersion, UpdateVersion, DeleteVersion];
}
