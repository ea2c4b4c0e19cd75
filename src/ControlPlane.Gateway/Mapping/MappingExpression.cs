using System.Text;
using System.Text.Json;
using ControlPlane.Gateway.Mapping.JsonPaths;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Mapping;

/// <summary>The right side of a parameter mapping, parsed: where a value comes from.</summary>
internal sealed class MappingExpression
{
    /// <summary>Units of work one value of a body may cost to find.</summary>
    private const long MaxWork = 1_000_000;

    private readonly Source _source;
    private readonly string _name;
    private readonly JsonPath? _path;

    private MappingExpression(Source source, string name, JsonPath? path = null)
    {
        _source = source;
        _name = name;
        _path = path;
    }

    private enum Source
    {
        Static,
        Path,
        Query,
        MultiValueQuery,
        Header,
        MultiValueHeader,
        Body,
        BodyPath,
        StageVariable,
        Context,
        ResponseHeader,
        ResponseMultiValueHeader,
        ResponseBody,
        ResponseBodyPath,
        Unsupported,
    }

    /// <summary>The path parameter this expression passes on, or null.</summary>
    public string? PathParameter => _source == Source.Path ? _name : null;

    /// <summary>Parses an expression; one that is not supported fails when it is used.</summary>
    public static MappingExpression Parse(string text)
    {
        if (text.Length >= 2 && text[0] == '\'' && text[^1] == '\'')
        {
            return new(Source.Static, text[1..^1]);
        }

        return Named(text, "method.request.path.", Source.Path)
            ?? Named(text, "method.request.querystring.", Source.Query)
            ?? Named(text, "method.request.multivaluequerystring.", Source.MultiValueQuery)
            ?? Named(text, "method.request.header.", Source.Header)
            ?? Named(text, "method.request.multivalueheader.", Source.MultiValueHeader)
            ?? Body(text, "method.request.body", Source.Body, Source.BodyPath)
            ?? Named(text, "stageVariables.", Source.StageVariable)
            ?? Named(text, "context.", Source.Context)
            ?? Named(text, "integration.response.header.", Source.ResponseHeader)
            ?? Named(text, "integration.response.multivalueheader.", Source.ResponseMultiValueHeader)
            ?? Body(text, "integration.response.body", Source.ResponseBody, Source.ResponseBodyPath)
            ?? new(Source.Unsupported, text);
    }

    /// <summary>The value, or null when its source is missing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">The backend's answer, for response mappings.</param>
    /// <exception cref="GatewayFailure">The expression is not supported, or the body is no JSON.</exception>
    public string? Resolve(RequestContext request, BackendAnswer? answer = null) => _source switch
    {
        Source.Static => _name,
        Source.Path => request.PathParameter(_name),
        Source.Query => request.Query.Last(_name),
        Source.MultiValueQuery => request.Query.Joined(_name),
        Source.Header => Read(request.Exchange.FindHeader(_name)),
        Source.MultiValueHeader => Read(JoinedHeader(request, _name)),
        Source.Body => Encoding.UTF8.GetString(request.Body.Span),
        Source.BodyPath => Find(request.Json),
        Source.StageVariable => request.Variant?.Variables.GetValueOrDefault(_name),
        Source.Context => ContextVariables.Find(request, _name),
        Source.ResponseHeader => Read(answer?.LastHeader(_name)),
        Source.ResponseMultiValueHeader => Read(answer?.JoinedHeader(_name)),
        Source.ResponseBody => answer is null ? null : Encoding.UTF8.GetString(answer.Body.Span),
        Source.ResponseBodyPath => answer is null ? null : Find(answer.Json),
        _ => throw GatewayFailure.Configuration($"Invalid mapping expression specified: {_name}"),
    };

    /// <summary>Whether it can be resolved at all.</summary>
    public bool IsSupported => _source != Source.Unsupported;

    /// <summary>Whether the request's body must be read before the expression can be resolved.</summary>
    public bool NeedsBody => _source is Source.Body or Source.BodyPath;

    private static MappingExpression? Named(string text, string prefix, Source source) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? new(source, text[prefix.Length..]) : null;

    private static MappingExpression? Body(string text, string prefix, Source whole, Source part)
    {
        if (text == prefix)
        {
            return new(whole, text);
        }

        return text.StartsWith(prefix + ".", StringComparison.Ordinal) && JsonPath.TryParse("$" + text[prefix.Length..]) is { } path
            ? new(part, text, path)
            : null;
    }

    private static string? Read(string? header) => header is null ? null : HeaderText.Read(header);

    private static string? JoinedHeader(RequestContext request, string name)
    {
        StringBuilder? joined = null;
        foreach (var header in request.Exchange.Headers.AsSpan())
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                joined = joined is null ? new StringBuilder(header.Value) : joined.Append(',').Append(header.Value);
            }
        }

        return joined?.ToString();
    }

    private string? Find(JsonBody body)
    {
        if (body.Root is not { } root)
        {
            return null;
        }

        try
        {
            return _path!.Find(root, new WorkBudget(MaxWork)) switch
            {
                { Single: { ValueKind: JsonValueKind.String } text } => text.GetString(),
                { Single: { } single } => single.GetRawText(),
                { Many: { } many } => JsonPathStep.WriteArray(many).GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // The JSON reader tells only when it comes to such a text.
            var error = _source == Source.BodyPath ? GatewayError.BadRequestBody : GatewayError.Internal;
            throw new GatewayFailure(error, "The body has text that is no Unicode.", exception);
        }
    }
}
