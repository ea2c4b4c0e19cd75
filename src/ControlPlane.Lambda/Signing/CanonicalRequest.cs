using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Lambda.Signing;

/// <summary>A request in the one form that Signature Version 4 signs.</summary>
/// <param name="Text">The canonical request.</param>
/// <param name="SignedHeaders">The names of its headers, lower case, joined by semicolons.</param>
internal sealed record CanonicalRequest(string Text, string SignedHeaders)
{
    /// <summary>How times are written in signatures.</summary>
    public const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The canonical form of a request.</summary>
    /// <param name="request">Its headers are those that will be sent; <c>Host</c> may be left to its address.</param>
    /// <param name="body">The body it will send.</param>
    public static CanonicalRequest Of(HttpRequestMessage request, ReadOnlySpan<byte> body)
    {
        var headers = Headers(request);
        var signed = string.Join(';', headers.Keys);
        var text = new StringBuilder()
            .Append(request.Method.Method).Append('\n')
            .Append(Path(request.RequestUri!.AbsolutePath)).Append('\n')
            .Append(Query(request.RequestUri.Query)).Append('\n');
        foreach (var (name, values) in headers)
        {
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        }

        text.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        return new CanonicalRequest(text.ToString(), signed);
    }

    /// <summary>Every segment encoded once more, as all services but S3 want it.</summary>
    private static string Path(string path) =>
        path.Length == 0 ? "/" : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Query(string query)
    {
        var parameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter =>
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
            return (Name: Encode(name), Value: Encode(value));
        });
        return string.Join('&', parameters
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
            .Select(parameter => $"{parameter.Name}={parameter.Value}"));
    }

    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

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
