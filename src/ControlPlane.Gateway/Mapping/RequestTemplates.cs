using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The request templates of an integration, compiled, and what happens to a body none is there for.</summary>
internal sealed class RequestTemplates(Integration? integration)
{
    private const string Default = "$default";

    private readonly PassthroughBehavior _passthrough = integration?.PassthroughBehavior ?? default;

    private readonly Dictionary<string, MappingTemplate> _templates = (integration?.RequestTemplates ?? Maps.Empty<string?>())
        .ToDictionary(template => template.Key, template => MappingTemplate.Parse(template.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>The templates by media type.</summary>
    public IReadOnlyDictionary<string, MappingTemplate> All => _templates;

    /// <summary>The template for the request's media type, or null when its body passes through.</summary>
    /// <exception cref="GatewayFailure">415: the passthrough behaviour forbids it.</exception>
    public MappingTemplate? Select(string? contentType)
    {
        if (_templates.GetValueOrDefault(MediaType.OfContent(contentType)) is { } template)
        {
            return template;
        }

        if (_templates.GetValueOrDefault(Default) is { } fallback)
        {
            return fallback;
        }

        return _passthrough switch
        {
            PassthroughBehavior.Never => throw Unsupported(contentType),
            PassthroughBehavior.WhenNoTemplates when _templates.Count > 0 => throw Unsupported(contentType),
            _ => null,
        };
    }

    /// <summary>The body for the backend: rendered into the output, or the request's own.</summary>
    /// <exception cref="GatewayFailure">415: there is no template; 500: it fails, or the body is binary; 400: the body is no JSON.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ApplyAsync(RequestContext request, ConvertedBody body, PooledBytes output)
    {
        if (Select(request.Exchange.FindHeader("Content-Type")) is not { } template)
        {
            return new(body.Bytes);
        }

        if (body.IsBinary)
        {
            throw GatewayFailure.Configuration("Unable to transform request: its body is binary, and the integration does not convert it to text");
        }

        return template.MayTakeLong ? RenderElsewhereAsync() : new(Render());

        ReadOnlyMemory<byte> Render()
        {
            template.Render(request, null, body.Bytes, output);
            return output.Written;
        }

        async ValueTask<ReadOnlyMemory<byte>> RenderElsewhereAsync()
        {
            // Others wait for the I/O thread.
            await Task.Yield();
            return Render();
        }
    }

    private static GatewayFailure Unsupported(string? contentType) =>
        new(GatewayError.UnsupportedMediaType, $"There is no request template for {contentType ?? "a request without Content-Type"}.");
}
