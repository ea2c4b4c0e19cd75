using ControlPlane.Api.Description;
using ControlPlane.Domain.GatewayResponses;

namespace ControlPlane.Api.GatewayResponses;

/// <summary>The operations on an API's gateway responses.</summary>
internal static class GatewayResponseOperations
{
    private const string _all = "/restapis/{restapi_id}/gatewayresponses";
    private const string _one = _all + "/{response_type}";

    private static readonly Member[] _settings =
    [
        new("statusCode", Shape.Text, "The status; the case's own when absent."),
        new("responseParameters", Shape.TextMap, "Header values by gatewayresponse.header.{name}."),
        new("responseTemplates", Shape.TextMap, "Templates by media type; variables are put in, nothing is computed."),
    ];

    private static readonly StructureShape _response = new(
        "GatewayResponse",
        [
            Members.OneOf<GatewayResponseType>("responseType", "The case it answers."),
            .. _settings,
            new("defaultResponse", Shape.Boolean, "True for what API Gateway answers by itself."),
        ]);

    public static Operation Put { get; } = new("PutGatewayResponse", "PUT", _one, 201, "Words the answer to a case, in place of API Gateway's own.")
    {
        Body = _settings,
        Output = _response,
        Repeatable = true,
    };

    public static Operation List { get; } = new("GetGatewayResponses", "GET", _all, 200, "Lists the answers to all cases, in one page.")
    {
        Query = Members.Paging,
        Output = _response.Page("GatewayResponses", "items"),
    };

    public static Operation Get { get; } = new("GetGatewayResponse", "GET", _one, 200, "Shows the answer to a case.") { Output = _response };

    public static Operation Update { get; } = new("UpdateGatewayResponse", "PATCH", _one, 200, "Changes the answer to a case.")
    {
        Body = [Members.PatchOperations],
        Output = _response,
    };

    public static Operation Delete { get; } = new("DeleteGatewayResponse", "DELETE", _one, 202, "Gives a case API Gateway's own answer back.");

    public static IReadOnlyList<Operation> All { get; } = [Put, List, Get, Update, Delete];
}
