using ControlPlane.Api.Description;

namespace ControlPlane.Api.RequestValidators;

/// <summary>The operations on an API's request validators.</summary>
internal static class RequestValidatorOperations
{
    private const string _all = "/restapis/{restapi_id}/requestvalidators";
    private const string _one = _all + "/{requestvalidator_id}";

    private static readonly Member[] _settings =
    [
        new("name", Shape.Text, "The validator's name."),
        new("validateRequestBody", Shape.Boolean, "True to hold bodies to the method's models."),
        new("validateRequestParameters", Shape.Boolean, "True to demand the method's required parameters."),
    ];

    private static readonly StructureShape _validator = new("RequestValidator", [new("id", Shape.Text, "The validator's id."), .. _settings]);

    public static Operation Create { get; } = new("CreateRequestValidator", "POST", _all, 201, "Creates a request validator.")
    {
        Body = _settings,
        Output = _validator,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetRequestValidators", "GET", _all, 200, "Lists an API's request validators.")
    {
        Query = Members.Paging,
        Output = _validator.Page("RequestValidators", "items"),
    };

    public static Operation Get { get; } = new("GetRequestValidator", "GET", _one, 200, "Shows a request validator.") { Output = _validator };

    public static Operation Update { get; } = new("UpdateRequestValidator", "PATCH", _one, 200, "Changes a request validator.")
    {
        Body = [Members.PatchOperations],
        Output = _validator,
    };

    public static Operation Delete { get; } = new("DeleteRequestValidator", "DELETE", _one, 202, "Deletes a request validator that no method uses.");

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete];
}
