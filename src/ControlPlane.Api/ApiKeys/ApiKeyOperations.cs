using ControlPlane.Api.Description;

namespace ControlPlane.Api.ApiKeys;

/// <summary>The operations on API keys.</summary>
internal static class ApiKeyOperations
{
    private const string _all = "/apikeys";
    private const string _one = _all + "/{api_Key}";

    private static readonly StructureShape _stageKey = new(
        "StageKey",
        [new("restApiId", Shape.Text, "The API."), new("stageName", Shape.Text, "The stage.")]);

    private static readonly Member _name = new("name", Shape.Text, "The key's name.");
    private static readonly Member _enabled = new("enabled", Shape.Boolean, "False while nobody may use the key.");
    private static readonly Member _value = new("value", Shape.Text, "What callers send, 20 to 128 characters; made up when absent.");
    private static readonly Member _customer = new("customerId", Shape.Text, "Whom the key is for.");

    private static readonly StructureShape _key = new(
        "ApiKey",
        [
            new("id", Shape.Text, "The key's id."),
            _value,
            _name,
            _customer,
            Members.Description,
            _enabled,
            new("createdDate", Shape.Timestamp, "When it was created."),
            new("lastUpdatedDate", Shape.Timestamp, "When it was last changed."),
            new("stageKeys", Shape.Texts, "Of no effect: {api}/{stage} as given."),
            Members.Tags,
        ]);

    public static Operation Create { get; } = new("CreateApiKey", "POST", _all, 201, "Creates an API key.")
    {
        Body =
        [
            _name,
            Members.Description,
            _enabled,
            new("generateDistinctId", Shape.Boolean, "Of no effect: the id always differs from the value."),
            _value,
            new("stageKeys", new ListShape(_stageKey), "Of no effect; use usage plans."),
            _customer,
            Members.Tags,
        ],
        Output = _key,
        Repeatable = true,
    };

    public static Operation Import { get; } = new("ImportApiKeys", "POST", _all + "?mode=import", 201, "Creates the API keys of a CSV file, which is the body.")
    {
        Query =
        [
            new Member("format", Shape.Text, "The file's format.") { Values = ["csv"] }.Needed(),
            new("failOnWarnings", Shape.Boolean, "True to create no key when there is a warning.") { WireName = "failonwarnings" },
        ],
        Output = new StructureShape(
            "ApiKeyIds",
            [new("ids", Shape.Texts, "The ids of the keys."), new("warnings", Shape.Texts, "What could not be done.")]),
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetApiKeys", "GET", _all, 200, "Lists the API keys.")
    {
        Query =
        [
            .. Members.Paging,
            new("nameQuery", Shape.Text, "Only keys whose name begins so.") { WireName = "name" },
            new("customerId", Shape.Text, "Only keys of this customer."),
            new("includeValues", Shape.Boolean, "True to have the values in the answer."),
        ],
        Output = _key.Page("ApiKeys", "items"),
    };

    public static Operation Get { get; } = new("GetApiKey", "GET", _one, 200, "Shows an API key.")
    {
        Query = [new("includeValue", Shape.Boolean, "True to have the value in the answer.")],
        Output = _key,
    };

    public static Operation Update { get; } = new("UpdateApiKey", "PATCH", _one, 200, "Changes an API key.")
    {
        Body = [Members.PatchOperations],
        Output = _key,
    };

    public static Operation Delete { get; } = new("DeleteApiKey", "DELETE", _one, 202, "Deletes an API key; it leaves its usage plans.");

    public static IReadOnlyList<Operation> All { get; } = [Create, Import, List, Get, Update, Delete];
}
