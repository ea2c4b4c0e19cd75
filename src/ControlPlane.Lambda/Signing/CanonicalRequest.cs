using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Lambda.Signing;

/// <summary>A request in the one form that Signature Version 4 signs: the same whether it is about to be sent or has just come.</summary>
/// <param name="Text">The canonical request.</param>
/// <param name="SignedHeaders">The names of its headers, lower case, joined by semicolons.</param>
internal sealed record CanonicalRequest(string Text, string SignedHeaders)
{
    /// <summary>The query parameter that carries a presigned request's signature, and so cannot be part of what is signed.</summary>
    public const string SignatureParameter = "X-Amz-Signature";

    /// <summary>The canonical form of a request that will be sent.</summary>
    /// <param name="request">Its headers are those that will be sent; <c>Host</c> may be left to its address.</param>
    /// <param name="body">The body it will send.</param>
    public static CanonicalRequest Of(HttpRequestMessage request, ReadOnlySpan<byte> body)
    {
        var address = request.RequestUri!;
        return Of(request.Method.Method, address.AbsolutePath, address.Query, Headers(request), Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    /// <summary>The canonical form of a request that came: of the bytes of its first line, not of what they were decoded to.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signedHeaders">The names of the headers its signature covers, lower case, in the signature's order.</param>
    /// <param name="bodyHash">The SHA-256 of the body that came, lower-case hexadecimal.</param>
    public static CanonicalRequest Of(HttpRequest request, IReadOnlyList<string> signedHeaders, string bodyHash)
    {
        var (path, query) = Target(request);
        var headers = signedHeaders.Select(name => KeyValuePair.Create(name, request.Headers[name].Select(value => Trim(value ?? "")).ToList()));
        return Of(request.Method, path, query, headers, bodyHash);
    }

    private static CanonicalRequest Of(
        string method, string path, string query, IEnumerable<KeyValuePair<string, List<string>>> headers, string bodyHash)
    {
        var text = new StringBuilder()
            .Append(method).Append('\n')
            .Append(Path(path)).Append('\n')
            .Append(Query(query)).Append('\n');
        var names = new StringBuilder();
        foreach (var (name, values) in headers)
        {
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
            names.Append(names.Length == 0 ? "" : ";").Append(name);
        }

        var signed = names.ToString();
        text.Append('\n').Append(signed).Append('\n').Append(bodyHash);
        return new CanonicalRequest(text.ToString(), signed);
    }

    private static (string Path, string Query) Target(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // What a proxy is asked (RFC 9112 3.2.2) has the authority in front.
        if (target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && target[0] != '/')
        {
            var slash = target.IndexOfAny(['/', '?'], scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, "") : (target[..mark], target[mark..]);
    }

    /// <summary>Without empty and dot segments, and every segment encoded once more, as all services but S3 want it.</summary>
    private static string Path(string path)
    {
        var segments = new List<string>();
        var last = "";
        foreach (var segment in path.Split('/'))
        {
            last = segment;
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(Uri.EscapeDataString(segment));
            }
        }

        return segments.Count > 0 && last is ("" or "." or "..") ? $"/{string.Join('/', segments)}/" : $"/{string.Join('/', segments)}";
    }

    private static string Query(string query)
    {
        var parameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter =>
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
            return (Name: Encode(name), Value: Encode(value));
        });
        return string.Join('&', parameters
            .Where(parameter => parameter.Name != SignatureParameter)
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }

    // A plus is a blank, as servers read it: were it a plus here, one could be put for the other behind the signature's back.
    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text.Replace('+', ' ')));

    private static SortedDictionary<string, List<string>> Headers(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            headers[Lower(name)] = [.. values.Select(Trim)];
        }

        if (request.Content is not null)
        {
            foreach (var (name, values) in request.Content.Headers.NonValidated)
            {
                headers[Lower(name)] = [.. values.Select(Trim)];
            }
        }

        headers.TryAdd("host", [request.RequestUri!.Authority]);
        return headers;
    }

#pragma warning disable CA1308 // Signature Version 4 wants header names in lower case.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
