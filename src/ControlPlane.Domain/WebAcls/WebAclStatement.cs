using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.WebAcls;

/// <summary>Which requests a rule matches. A closed family.</summary>
public abstract record WebAclStatement
{
    private protected WebAclStatement()
    {
    }

    /// <summary>Reads a statement that was stored.</summary>
    /// <param name="json">The statement as JSON.</param>
    /// <exception cref="InvalidDataException">It is none that this version knows.</exception>
    public static WebAclStatement Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return WebAclStatementReader.Read(document.RootElement, "statement");
        }
        catch (Exception exception) when (exception is JsonException or ApiException)
        {
            throw new InvalidDataException($"A stored statement of a web ACL cannot be read: {exception.Message}", exception);
        }
    }
}

/// <summary>Matches the requests of callers in some networks (AWS: IPSet).</summary>
/// <param name="Networks">The networks, of IPv4 and of IPv6.</param>
public sealed record IpSetStatement(IReadOnlyList<IPNetwork> Networks) : WebAclStatement;

/// <summary>Matches requests whose country, as a distribution in front tells it, is one of some (AWS: GeoMatchStatement).</summary>
/// <param name="CountryCodes">Two upper-case letters each (ISO 3166).</param>
/// <param name="HeaderName">The header that names the country. Clients can set it to anything unless what is in front sets it itself.</param>
public sealed record GeoMatchStatement(IReadOnlyList<string> CountryCodes, string HeaderName) : WebAclStatement
{
    /// <summary>What CloudFront tells the country by.</summary>
    public const string DefaultHeader = "CloudFront-Viewer-Country";
}

/// <summary>Matches requests by their verb.</summary>
/// <param name="Verbs">Upper case.</param>
public sealed record MethodsStatement(IReadOnlyList<string> Verbs) : WebAclStatement;

/// <summary>Matches requests by the size of a part (AWS: SizeConstraintStatement).</summary>
/// <param name="Part">Which.</param>
/// <param name="Operator">How its size is compared: part, operator, size.</param>
/// <param name="Size">Bytes, 0 or more.</param>
public sealed record SizeConstraintStatement(RequestPart Part, SizeComparison Operator, long Size) : WebAclStatement;

/// <summary>Matches the requests of a client that sends too many of them (AWS: RateBasedStatement). Only a rule's own statement, never one inside another.</summary>
/// <param name="Limit">Requests of one client within a window that are not matched, 1 or more.</param>
/// <param name="WindowSeconds">The window, 1 to 600 s.</param>
/// <param name="Key">What tells clients apart.</param>
/// <param name="HeaderName">The header of <see cref="RateKey.ForwardedIp"/> and <see cref="RateKey.Header"/>; else null.</param>
/// <param name="ScopeDown">Which requests are counted at all; null for all.</param>
public sealed record RateBasedStatement(int Limit, int WindowSeconds, RateKey Key, string? HeaderName, WebAclStatement? ScopeDown) : WebAclStatement
{
    /// <summary>The window unless a statement says another, in seconds.</summary>
    public const int DefaultWindowSeconds = 300;

    /// <summary>What proxies name their clients by.</summary>
    public const string ForwardedHeader = "X-Forwarded-For";
}

/// <summary>Matches what another statement does not.</summary>
/// <param name="Statement">The other.</param>
public sealed record NotStatement(WebAclStatement Statement) : WebAclStatement;

/// <summary>Matches what all of some statements match.</summary>
/// <param name="Statements">Two or more.</param>
public sealed record AndStatement(IReadOnlyList<WebAclStatement> Statements) : WebAclStatement;

/// <summary>Matches what any of some statements matches.</summary>
/// <param name="Statements">Two or more.</param>
public sealed record OrStatement(IReadOnlyList<WebAclStatement> Statements) : WebAclStatement;

/// <summary>The parts of a request that have a size (AWS: FieldToMatch).</summary>
public enum RequestPart
{
    /// <summary>The body as sent.</summary>
    [JsonStringEnumMemberName("BODY")]
    Body,

    /// <summary>The path with its stage, percent-encoded as sent.</summary>
    [JsonStringEnumMemberName("URI_PATH")]
    UriPath,

    /// <summary>The query as sent, without its question mark.</summary>
    [JsonStringEnumMemberName("QUERY_STRING")]
    QueryString,

    /// <summary>All names and values of headers together.</summary>
    [JsonStringEnumMemberName("HEADERS")]
    Headers,
}

/// <summary>How a size is compared (AWS: ComparisonOperator).</summary>
public enum SizeComparison
{
    /// <summary>Equal.</summary>
    [JsonStringEnumMemberName("EQ")]
    Equal,

    /// <summary>Not equal.</summary>
    [JsonStringEnumMemberName("NE")]
    NotEqual,

    /// <summary>At most.</summary>
    [JsonStringEnumMemberName("LE")]
    AtMost,

    /// <summary>Less.</summary>
    [JsonStringEnumMemberName("LT")]
    Less,

    /// <summary>At least.</summary>
    [JsonStringEnumMemberName("GE")]
    AtLeast,

    /// <summary>More.</summary>
    [JsonStringEnumMemberName("GT")]
    More,
}

/// <summary>What tells the clients of a rate apart (AWS: AggregateKeyType).</summary>
public enum RateKey
{
    /// <summary>The caller's address; of IPv6 its network of 64 bits, which one client has as a rule.</summary>
    [JsonStringEnumMemberName("IP")]
    Ip,

    /// <summary>The first address of a header that proxies set; the caller's own where there is none.</summary>
    [JsonStringEnumMemberName("FORWARDED_IP")]
    ForwardedIp,

    /// <summary>The value of a header; requests without it are not counted.</summary>
    [JsonStringEnumMemberName("HEADER")]
    Header,
}
