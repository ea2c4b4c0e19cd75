using System.Collections.Frozen;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>What becomes of a backend's response headers: API Gateway renames those it speaks for itself.</summary>
internal static class RemappedHeaders
{
    private const string Prefix = "x-amzn-Remapped-";

    private static readonly FrozenDictionary<string, string?> Names = new Dictionary<string, string?>(
        new[]
        {
            "Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards", "Pragma",
            "Proxy-Authenticate", "Server", "TE", "Trailer", "Upgrade", "User-Agent", "WWW-Authenticate",
            "x-amzn-RequestId", "x-amz-apigw-id",
        }.Select(name => KeyValuePair.Create<string, string?>(name, Prefix + name)))
    {
        ["Transfer-Encoding"] = null,
        ["Keep-Alive"] = null,
        ["Proxy-Connection"] = null,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name a header goes out with, or null when it stays here.</summary>
    public static string? Map(string name) => Names.TryGetValue(name, out var mapped) ? mapped : name;
}
