using ControlPlane.Domain.Integrations;
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
    /// <param name="isBinary">Whether its body is of a binary media type.</param>
    /// <param name="binaryTypes">The API's binary media types.</param>
    /// <exception cref="GatewayFailure">500: the method does not declare the status, or a mapping or conversion fails.</exception>
    public static async ValueTask WriteAsync(
        RequestContext request, ResponseMapping mapping, BackendAnswer answer, bool isBinary, BinaryMediaTypes binaryTypes)
    {
        if (!mapping.IsDeclared)
        {
            throw GatewayFailure.Configuration($"Output mapping refers to an invalid method response: {mapping.Status}");
        }

        var contentType = MediaType.Json;
        var accept = request.Exchange.FindHeader("Accept");
        var acceptsBinary = binaryTypes.MatchesAccept(accept);
        ReadOnlyMemory<byte> body;
        if (mapping.SelectTemplate(accept) is var (mediaType, template))
        {
            var input = TemplateInput(mapping, answer, isBinary, acceptsBinary);
            request.Scratch.Clear();
            if (template.MayTakeLong)
            {
                // Others wait for the I/O thread.
                await Task.Yield();
            }

            template.Render(request, input, input.Body, request.Scratch);
            body = request.Scratch.Written;
            contentType = mediaType;
            if (!isBinary && mapping.ContentHandling == ContentHandling.ConvertToBinary)
            {
                body = ContentConversion.Decode(body);
            }
        }
        else
        {
            body = ContentConversion.OfResponse(answer.Body, isBinary, acceptsBinary, mapping.ContentHandling);
        }

        var status = request.SetOverrides?.ResponseStatus ?? mapping.Status;
        request.LogMapped(answer.Status, status, contentType);
        if (!AddHeaders(request, mapping, answer))
        {
            request.Exchange.AddHeader(ContentType, contentType);
        }

        await ResponseWriter.WriteAsync(request.Exchange, status, body).ConfigureAwait(false);
    }

    /// <summary>The answer as a template reads it: text, or bytes converted to text.</summary>
    private static BackendAnswer TemplateInput(ResponseMapping mapping, BackendAnswer answer, bool isBinary, bool acceptsBinary)
    {
        if (!isBinary)
        {
            return answer;
        }

        return mapping.ContentHandling == ContentHandling.ConvertToText || (mapping.ContentHandling is null && !acceptsBinary)
            ? new BackendAnswer(answer.Status, answer.Headers, ContentConversion.OfResponse(answer.Body, isBinary, acceptsBinary, mapping.ContentHandling))
            : throw GatewayFailure.Configuration("Unable to transform response: its body is binary, and the integration response does not convert it to text");
    }

    /// <summary>Adds what is mapped, and what templates override in its place.</summary>
    /// <returns>Whether there is a content type among them.</returns>
    private static bool AddHeaders(RequestContext request, ResponseMapping mapping, BackendAnswer answer)
    {
        var overrides = request.SetOverrides?.ResponseHeaders;
        var hasContentType = false;
        foreach (var (name, expression) in mapping.Headers)
        {
            if (!ParameterOverrides.Has(overrides, name, StringComparison.OrdinalIgnoreCase) && expression.Resolve(request, answer) is { } value
                && RemappedHeaders.Map(name) is { } sent)
            {
                request.Exchange.AddHeader(sent, HeaderText.Clean(value));
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
