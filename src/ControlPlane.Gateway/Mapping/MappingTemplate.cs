using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>
/// A mapping template, compiled: literal text with references to <c>$input.body</c>, <c>$input.json(path)</c>, <c>$input.params(name)</c>,
/// <c>$stageVariables.name</c> and <c>$context.name</c>. A template that uses anything else fails whenever it is rendered.
/// </summary>
internal sealed class MappingTemplate
{
    private readonly IReadOnlyList<TemplatePart> _parts;
    private readonly string? _unsupported;

    private MappingTemplate(IReadOnlyList<TemplatePart> parts, string? unsupported)
    {
        _parts = parts;
        _unsupported = unsupported;
    }

    /// <summary>Compiles a template; null counts as empty.</summary>
    public static MappingTemplate Parse(string? text)
    {
        var parts = new List<TemplatePart>();
        var unsupported = new TemplateParser((text ?? "").Trim()).Parse(parts);
        return new(parts, unsupported);
    }

    /// <summary>Writes the template's text as UTF-8.</summary>
    /// <param name="request">The request.</param>
    /// <param name="input">The body that <c>$input</c> stands for.</param>
    /// <param name="json">That body as JSON; asked for only when needed.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="GatewayFailure">500: the template uses what is not supported.</exception>
    public void Render(RequestContext request, ReadOnlyMemory<byte> input, Func<JsonBody> json, PooledBytes output)
    {
        if (_unsupported is not null)
        {
            throw GatewayFailure.Configuration($"Unable to transform: the mapping template uses '{_unsupported}', which is not supported");
        }

        foreach (var part in _parts)
        {
            switch (part.Kind)
            {
                case TemplatePartKind.Body when input.IsEmpty:
                    output.Write("{}"u8);
                    break;
                case TemplatePartKind.Body:
                    output.Write(input.Span);
                    break;
                case TemplatePartKind.Json:
                    Write(json().Root is { } root && part.Path!.Find(root) is { } found ? found.GetRawText() : "\"\"", output);
                    break;
                default:
                    Write(Text(part, request), output);
                    break;
            }
        }
    }

    private static string Text(TemplatePart part, RequestContext request) => part.Kind switch
    {
        TemplatePartKind.Literal => part.Text,
        TemplatePartKind.Parameter =>
            request.PathParameter(part.Text) ?? request.Query.Last(part.Text) ?? request.Exchange.FindHeader(part.Text) ?? "",
        TemplatePartKind.StageVariable => request.Variant?.Variables.GetValueOrDefault(part.Text) ?? "",
        TemplatePartKind.Context => ContextVariables.Find(request, part.Text) ?? "",
        _ => throw new InvalidOperationException($"Unknown template part {part.Kind}."),
    };

    private static void Write(string text, PooledBytes output) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
