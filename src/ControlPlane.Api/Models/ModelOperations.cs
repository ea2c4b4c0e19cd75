using ControlPlane.Api.Description;

namespace ControlPlane.Api.Models;

/// <summary>The operations on an API's models.</summary>
internal static class ModelOperations
{
    private const string _all = "/restapis/{restapi_id}/models";
    private const string _one = _all + "/{model_name}";

    private static readonly Member _name = new("name", Shape.Text, "The model's name: letters and digits.");
    private static readonly Member _schema = new("schema", Shape.Text, "The JSON schema, of draft 4, as text.");
    private static readonly Member _contentType = new("contentType", Shape.Text, "The media type it describes.");

    private static readonly StructureShape _model = new(
        "Model",
        [new("id", Shape.Text, "The model's id."), _name, Members.Description, _schema, _contentType]);

    public static Operation Create { get; } = new("CreateModel", "POST", _all, 201, "Creates a model.")
    {
        Body = [_name.Needed(), Members.Description, _schema, _contentType.Needed()],
        Output = _model,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetModels", "GET", _all, 200, "Lists an API's models.")
    {
        Query = Members.Paging,
        Output = _model.Page("Models", "items"),
    };

    public static Operation Get { get; } = new("GetModel", "GET", _one, 200, "Shows a model.")
    {
        Query = [new("flatten", Shape.Boolean, "True to have the models that its schema refers to within the schema.")],
        Output = _model,
    };

    public static Operation Update { get; } = new("UpdateModel", "PATCH", _one, 200, "Changes a model.")
    {
        Body = [Members.PatchOperations],
        Output = _model,
    };

    public static Operation Delete { get; } = new("DeleteModel", "DELETE", _one, 202, "Deletes a model that nothing refers to.");

    public static Operation Template { get; } = new(
        "GetModelTemplate", "GET", _one + "/default_template", 200, "Writes a mapping template that gives a payload the model's shape.")
    {
        Output = new StructureShape("Template", [new("value", Shape.Text, "The template.")]),
    };

    public static IReadOnlyList<Operation> All { get; } = [Create, List, Get, Update, Delete, Template];
}
