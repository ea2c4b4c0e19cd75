using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Responses;

/// <summary>A gateway response that an API words itself, compiled.</summary>
internal sealed class CustomResponse
{
    private const string Prefix = "gatewayresponse.header.";

    // A status below is no end of a request; API Gateway takes it, too.
    private const int LowestStatus = 200;

    /// <summary>What frames the response, or identifies it.</summary>
    private static readonly FrozenSet<string> Fixed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Trailer", "Upgrade", "x-amzn-RequestId", "x-amz-apigw-id");

    private readonly List<KeyValuePair<string, MappingExpression>> _headers = [];
    private readonly List<KeyValuePair<string, ResponseText>> _templates = [];

    public CustomResponse(GatewayResponse response)
    {
        Status = int.TryParse(response.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= LowestStatus ? status : null;
        foreach (var (key, source) in response.ResponseParameters)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length..] is var name && HeaderText.IsName(name) && !Fixed.Contains(name))
            {
                _headers.Add(KeyValuePair.Create(name, MappingExpression.Parse(source)));
            }
        }

        foreach (var (type, template) in response.ResponseTemplates)
        {
            _templates.Add(KeyValuePair.Create(type, ResponseText.Parse(template)));
        }
    }

    /// <summary>The status it sets, or null.</summary>
    public int? Status { get; }

    /// <summary>Sets the headers, and makes the body. Nothing of it reads the request's body: that may be what is wrong.</summary>
    /// <param name="request">The request; its error is set.</param>
    /// <param name="error">What API Gateway would answer.</param>
    /// <exception cref="GatewayFailure">A header's source is none.</exception>
    public ReadOnlyMemory<byte> Prepare(RequestContext request, GatewayError error)
    {
        var body = error.Body;
        var contentType = MediaType.Json;
        if (Select(request.Exchange.FindHeader("Accept")) is var (type, template))
        {
            // Not in the request's own room: a backend that was given up may still be reading or filling it.
            var output = new ArrayBufferWriter<byte>();
            template.Render(request, output);
            (contentType, body) = (type, output.WrittenMemory);
        }

        request.Exchange.SetHeader("Content-Type", contentType);
        foreach (var (name, source) in _headers)
        {
            if (source.Resolve(request) is { } value)
            {
                request.Exchange.SetHeader(name, HeaderText.Clean(HeaderText.Read(value)));
            }
        }

        return body;
    }

    /// <summary>The template for what the client accepts, else the one for JSON, else the first.</summary>
    private (string Type, ResponseText Template)? Select(string? accept)
    {
        var accepted = MediaType.FirstAccepted(accept);
        (string, ResponseText)? fallback = null;
        foreach (var (type, template) in _templates)
        {
            if (type.Equals(accepted, StringComparison.OrdinalIgnoreCase))
            {
                return (type, template);
            }

            if (fallback is null || type.Equals(MediaType.Json, StringComparison.OrdinalIgnoreCase))
            {
                fallback = (type, template);
            }
        }

        return fallback;
    }
}
