using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations;

/// <summary>Turns a backend's answer into a method response by an integration response.</summary>
internal static class MappedResponse
{
    private const string ContentType = "Content-Type";

    /// <summary>Writes the method response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mapping">The integration response.</param>
    /// <param name="answer">What the backend answered.</param>
    /// <param name="body">Its body, converted.</param>
    /// <exception cref="GatewayFailure">500: the method does not declare the status, or a mapping fails.</exception>
    public static ValueTask WriteAsync(RequestContext request, ResponseMapping mapping, BackendAnswer answer, ReadOnlyMemory<byte> body)
    {
        if (!mapping.IsDeclared)
        {
            throw GatewayFailure.Configuration($"Output mapping refers to an invalid method response: {mapping.Status}");
        }

        var contentType = MediaType.Json;
        if (mapping.SelectTemplate(request.Exchange.FindHeader("Accept")) is var (mediaType, template))
        {
            request.Scratch.Clear();
            template.Render(request, answer.Body, () => answer.Json, request.Scratch);
            body = request.Scratch.Written;
            contentType = mediaType;
        }

        request.LogMapped(answer.Status, mapping.Status, contentType);
        var mapped = false;
        foreach (var (name, expression) in mapping.Headers)
        {
            if (expression.Resolve(request, answer) is { } value)
            {
                request.Exchange.AddHeader(name, HeaderText.Clean(value));
                mapped |= name.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
            }
        }

        if (!mapped)
        {
            request.Exchange.AddHeader(ContentType, contentType);
        }

        return GatewayResponse.WriteAsync(request.Exchange, mapping.Status, body);
    }
}
