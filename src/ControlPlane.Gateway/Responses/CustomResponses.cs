using ControlPlane.Domain.GatewayResponses;

namespace ControlPlane.Gateway.Responses;

/// <summary>The gateway responses of a deployment: which one a case gets.</summary>
internal sealed class CustomResponses
{
    private readonly Dictionary<GatewayResponseType, CustomResponse> _responses;

    public CustomResponses(IReadOnlyList<GatewayResponse> responses)
    {
        _responses = new Dictionary<GatewayResponseType, CustomResponse>(responses.Count);
        foreach (var response in responses)
        {
            _responses[response.ResponseType] = new CustomResponse(response);
        }
    }

    /// <summary>The response to a case, its own or else its family's, with its status: its own, else the family's, else the case's. Null when there is none.</summary>
    public (CustomResponse Response, int Status)? Find(GatewayError error)
    {
        // API Gateway refuses what is too large before it looks for the API.
        if (_responses.Count == 0 || error.Kind is not { } kind || kind == GatewayResponseType.RequestTooLarge)
        {
            return null;
        }

        var family = _responses.GetValueOrDefault(error.Status >= 500 ? GatewayResponseType.Default5xx : GatewayResponseType.Default4xx);
        return (_responses.GetValueOrDefault(kind) ?? family) is { } response
            ? (response, response.Status ?? family?.Status ?? error.Status)
            : null;
    }
}
