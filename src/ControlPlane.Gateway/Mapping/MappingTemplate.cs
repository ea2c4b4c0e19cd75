using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Mapping.Templates;
using ControlPlane.Gateway.Mapping.Templates.Directives;
using ControlPlane.Gateway.Mapping.Templates.Parsing;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>A mapping template in the Velocity Template Language as API Gateway runs it, compiled. Immutable; any number of requests render it at once.</summary>
internal sealed class MappingTemplate
{
    private readonly Block? _content;
    private readonly int _slots;

    private MappingTemplate(Block content, ParseScope scope)
    {
        _content = content;
        _slots = scope.SlotCount;
        MayTakeLong = scope.MayTakeLong;
    }

    private MappingTemplate(TemplateError error) => Error = error;

    /// <summary>Why the template cannot be rendered, or null. API Gateway takes such a template, too, and fails every request that needs it.</summary>
    public TemplateError? Error { get; }

    /// <summary>Whether rendering may take long though the template is short, so that it does not belong on an I/O thread.</summary>
    public bool MayTakeLong { get; }

    /// <summary>Compiles a template; null counts as empty.</summary>
    public static MappingTemplate Parse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length > TemplateLimits.TemplateLength)
        {
            return new(new TemplateError($"the template has more than {TemplateLimits.TemplateLength} characters", 1, 1));
        }

        try
        {
            var scope = new ParseScope();
            return new(new TemplateParser(trimmed, scope).Parse(), scope);
        }
        catch (TemplateSyntaxException exception)
        {
            return new(exception.Error);
        }
    }

    /// <summary>Writes the template's text as UTF-8, and leaves what it overrides in the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">The backend's answer, for response templates; null for request templates.</param>
    /// <param name="input">The body that <c>$input</c> stands for.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="GatewayFailure">500: the template is none, or fails; 400: the request's body is no JSON.</exception>
    public void Render(RequestContext request, BackendAnswer? answer, ReadOnlyMemory<byte> input, PooledBytes output)
    {
        if (_content is null)
        {
            throw TemplateFailure.Because($"the mapping template is not valid, {Error}");
        }

        var rendering = new Rendering(request, answer, input, _slots, output);
        try
        {
            _content.Render(rendering);
            request.SetOverrides?.Collect(rendering);
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The JSON reader tells only when it comes to such a text.
            throw TemplateFailure.Because("the body has text that is no Unicode", exception);
        }
    }
}
