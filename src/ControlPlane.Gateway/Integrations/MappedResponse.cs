using ControlPlane.Gateway.Integrations.Http;
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
    public static async ValueTask WriteAsync(RequestContext request, ResponseMapping mapping, BackendAnswer answer, ReadOnlyMemory<byte> body)
    {
        if (!mapping.IsDeclared)
        {
            throw GatewayFailure.Configuration($"Output mapping refers to an invalid method response: {mapping.Status}");
        }

        var contentType = MediaType.Json;
        if (mapping.SelectTemplate(request.Exchange.FindHeader("Accept")) is var (mediaType, template))
        {
            request.Scratch.Clear();
            if (template.MayTakeLong)
            {
                // Others wait for the I/O thread.
                await Task.Yield();
            }

            template.Render(request, answer, answer.Body, request.Scratch);
            body = request.Scratch.Written;
            contentType = mediaType;
        }

        var status = request.SetOverrides?.ResponseStatus ?? mapping.Status;
        request.LogMapped(answer.Status, status, contentType);
        if (!AddHeaders(request, mapping, answer))
        {
            request.Exchange.AddHeader(ContentType, contentType);
        }

        await ResponseWriter.WriteAsync(request.Exchange, status, body).ConfigureAwait(false);
    }

    /// <summary>Adds what is mapped, and what templates override in its place.</summary>
    /// <returns>Whether there is a content type among them.</returns>
    private static bool AddHeaders(RequestContext request, ResponseMapping mapping, BackendAnswer answer)
    {
        var overrides = request.SetOverrides?.ResponseHeaders;
        var hasContentType = false;
        foreach (var (name, expression) in mapping.Headers)
        {
            if (!ParameterOverrides.Has(overrides, name, StringComparison.OrdinalIgnoreCase) && expression.Resolve(request, answer) is { } value)
            {
                request.Exchange.AddHeader(name, HeaderText.Clean(value));
                hasContentType |= name.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
            }
        }

        if (overrides is null)
        {
            return hasContentType;
        }

        foreach (var (name, value) in overrides)
        {
            if (RemappedHeaders.Map(name) is { } sent)
            {
                request.Exchange.AddHeader(sent, HeaderText.Clean(value));
                hasContentType |= name.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
            }
        }

        return hasContentType;
    }
}
