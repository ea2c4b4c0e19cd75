using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Caching;

/// <summary>
/// A parameter that tells entries apart (AWS: cacheKeyParameters). All of its values count, not the last alone: backends that get the whole
/// request may read any of them.
/// </summary>
internal sealed class KeyParameter
{
    private const string Path = "method.request.path.";
    private const string Integration = "integration.request.";

    private static readonly string[] QueryPrefixes = ["method.request.querystring.", "method.request.multivaluequerystring."];
    private static readonly string[] HeaderPrefixes = ["method.request.header.", "method.request.multivalueheader."];

    private readonly Source _source;
    private readonly string _name;
    private readonly MappingExpression? _expression;

    private KeyParameter(Source source, string name, MappingExpression? expression = null) => (_source, _name, _expression) = (source, name, expression);

    private enum Source
    {
        Path,
        Query,
        Header,
        Expression,
    }

    /// <summary>Whether the request's body must be read before.</summary>
    public bool NeedsBody => _expression?.NeedsBody == true;

    /// <summary>Reads a key parameter: of the method's request, or one that the integration's request is given.</summary>
    /// <param name="text">As the integration names it.</param>
    /// <param name="plan">The method.</param>
    /// <returns>Null when nothing says what it is: then entries cannot be told apart.</returns>
    public static KeyParameter? Parse(string text, MethodPlan plan)
    {
        if (text.StartsWith(Integration, StringComparison.Ordinal))
        {
            if (plan.Integration?.RequestParameters.TryGetValue(text, out var source) != true)
            {
                return null;
            }

            text = source!;
        }

        if (text.StartsWith(Path, StringComparison.Ordinal))
        {
            return new KeyParameter(Source.Path, text[Path.Length..]);
        }

        if (Rest(text, QueryPrefixes) is { } query)
        {
            return new KeyParameter(Source.Query, query);
        }

        if (Rest(text, HeaderPrefixes) is { } header)
        {
            return new KeyParameter(Source.Header, header);
        }

        var expression = MappingExpression.Parse(text);
        return expression.IsSupported ? new KeyParameter(Source.Expression, text, expression) : null;
    }

    /// <summary>Adds the parameter's values to a key.</summary>
    public void Append(RequestContext request, ref KeyText key)
    {
        switch (_source)
        {
            case Source.Path:
                key.AppendValue(request.PathParameterSpan(_name));
                break;
            case Source.Query:
                AppendQuery(request, ref key);
                break;
            case Source.Header:
                AppendHeader(request, ref key);
                break;
            default:
                if (_expression!.Resolve(request) is { } value)
                {
                    key.AppendValue(value);
                }

                break;
        }

        key.EndParameter();
    }

    private static string? Rest(string text, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return text[prefix.Length..];
            }
        }

        return null;
    }

    private void AppendQuery(RequestContext request, ref KeyText key)
    {
        var query = request.Exchange.Query;
        if (query.AsSpan().IndexOfAny('%', '+') >= 0)
        {
            // Names may be encoded, too.
            var items = request.Query.Items;
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i].Key == _name)
                {
                    key.AppendValue(items[i].Value);
                }
            }

            return;
        }

        foreach (var range in query.AsSpan().Split('&'))
        {
            var piece = query.AsSpan(range);
            var equals = piece.IndexOf('=');
            if (piece.Length > 0 && (equals < 0 ? piece : piece[..equals]).SequenceEqual(_name))
            {
                key.AppendValue(equals < 0 ? default : piece[(equals + 1)..]);
            }
        }
    }

    private void AppendHeader(RequestContext request, ref KeyText key)
    {
        foreach (var header in request.Exchange.Headers.AsSpan())
        {
            if (header.Name.Equals(_name, StringComparison.OrdinalIgnoreCase))
            {
                key.AppendValue(header.Value);
            }
        }
    }
}
