using System.Text;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>
/// The address of an HTTP backend: literal text with <c>{name}</c> placeholders that <c>integration.request.path.name</c> fills.
/// The client's own path parameters go in percent-encoded as he sent them, all other values encoded. A template may override each.
/// </summary>
internal sealed class BackendAddress
{
    private static readonly UriCreationOptions AsSent = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _text;
    private readonly List<AddressPart> _parts = [];
    private readonly bool _hasQuery;
    private readonly bool _hasPath;

    /// <param name="text">The address with stage variables resolved.</param>
    /// <param name="mapping">What fills the placeholders; one without a mapping stays as it is.</param>
    public BackendAddress(string text, RequestMapping mapping)
    {
        _text = text;
        _hasQuery = text.Contains('?', StringComparison.Ordinal);
        _hasPath = PathStart(text) is { } start && text[start] == '/';
        var literal = 0;
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            var name = text[(open + 1)..close].TrimEnd('+');
            var value = mapping.Path.FirstOrDefault(path => path.Key == name).Value;
            _parts.Add(new(text[literal..open], name, text[open..(close + 1)], PlaceOf(text, open, close), value));
            literal = close + 1;
        }

        _parts.Add(new(text[literal..], null, "", AddressPlace.Path, null));
    }

    /// <summary>The address for one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">The query to add, encoded; empty for none.</param>
    /// <exception cref="GatewayFailure">500: it is no HTTP(S) address.</exception>
    public Uri Resolve(RequestContext request, ReadOnlySpan<char> query)
    {
        var builder = new ValueText(stackalloc char[512]);
        var overrides = request.SetOverrides?.Path;
        foreach (var part in _parts)
        {
            builder.Append(part.Literal);
            if (part.Name is not null && ParameterOverrides.Find(overrides, part.Name, StringComparison.Ordinal) is { } overridden)
            {
                part.Write(overridden, ref builder);
            }
            else if (part.Value?.PathParameter is { } parameter)
            {
                part.WriteSent(request.PathParameterSpan(parameter), ref builder);
            }
            else if (part.Value is { } value)
            {
                part.Write(value.Resolve(request) ?? "", ref builder);
            }
            else
            {
                builder.Append(part.Placeholder);
            }
        }

        if (!query.IsEmpty)
        {
            builder.Append(_hasQuery ? "&" : "?");
            builder.Append(query);
        }

        var text = WithPath(builder.ToStringAndRelease());
        return Parse(text) ?? throw GatewayFailure.Configuration($"Invalid endpoint address: {text}");
    }

    /// <summary>Why no request can be sent there, whatever fills the placeholders; null when one can.</summary>
    public string? FindFault()
    {
        foreach (var part in _parts)
        {
            if (part.Name is not null && part.Value is null)
            {
                return $"The placeholder {part.Placeholder} of {_text} has no mapping";
            }
        }

        return Parse(WithPath(Example())) is null ? $"Invalid endpoint address: {_text}" : null;
    }

    /// <summary>The host that requests are sent to; null when each request says which, or none can be sent.</summary>
    public string? FindHost()
    {
        foreach (var part in _parts)
        {
            if (part.Name is not null && part.Place == AddressPlace.Authority)
            {
                return null;
            }
        }

        return Parse(WithPath(Example()))?.IdnHost;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, in AsSent, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0 && text.AsSpan().IndexOfAny('{', '}') < 0 && text.AsSpan().IndexOfAnyInRange('\0', ' ') < 0
            ? uri
            : null;

    /// <summary>Where the authority of an absolute address ends, or null when nothing follows it.</summary>
    private static int? PathStart(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal);
        var end = authority < 0 ? -1 : text.AsSpan(authority + 3).IndexOfAny('/', '?');
        return end < 0 ? null : authority + 3 + end;
    }

    private static AddressPlace PlaceOf(string text, int open, int close)
    {
        if (!(PathStart(text) < open))
        {
            return AddressPlace.Authority;
        }

        var question = text.IndexOf('?', StringComparison.Ordinal);
        return question >= 0 && question < open ? AddressPlace.Query : text[close - 1] == '+' ? AddressPlace.PathRest : AddressPlace.Path;
    }

    /// <summary>The address with something in its placeholders.</summary>
    private string Example()
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Literal).Append(part.Name is null ? "" : "x");
        }

        return text.ToString();
    }

    /// <summary>An address that ends with its authority gets the root path: nothing adds it to an address taken as sent.</summary>
    private string WithPath(string text)
    {
        if (_hasPath)
        {
            return text;
        }

        var start = PathStart(text) ?? text.Length;
        return start < text.Length && text[start] == '/' ? text : text.Insert(start, "/");
    }
}
