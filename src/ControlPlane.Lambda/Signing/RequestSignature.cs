using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Lambda.Signing;

/// <summary>The Signature Version 4 that a request carries, in its <c>Authorization</c> header or its query (presigned): read, not yet believed.</summary>
public sealed class RequestSignature
{
    private const string Prefix = SigningScope.Algorithm + " ";

    private readonly SigningScope _scope;
    private readonly string[] _signedHeaders;
    private readonly string _signature;

    private RequestSignature(string accessKeyId, SigningScope scope, string[] signedHeaders, string signature, DateTimeOffset time, TimeSpan? lifetime)
    {
        AccessKeyId = accessKeyId;
        _scope = scope;
        _signedHeaders = signedHeaders;
        _signature = signature;
        Time = time;
        Lifetime = lifetime;
    }

    /// <summary>The id of the access key that is said to have signed.</summary>
    public string AccessKeyId { get; }

    /// <summary>The service it is for, by its signing name.</summary>
    public string Service => _scope.Service;

    /// <summary>When the request is said to have been signed, to the second.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>How long a presigned request says it is good for, 1 second to 7 days; null for a signed header.</summary>
    public TimeSpan? Lifetime { get; }

    /// <summary>What tells this signature from all others. Only good once <see cref="IsOf"/> held.</summary>
    public UInt128 Fingerprint => UInt128.Parse(_signature.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Reads the signature of a request.</summary>
    /// <exception cref="ApiException">
    /// 403 MissingAuthenticationTokenException: it has none. 400 IncompleteSignatureException: it has parts of one.
    /// 403 InvalidSignatureException: it does not cover what it must, the host and all <c>x-amz-</c> headers.
    /// </exception>
    public static RequestSignature Of(HttpRequest request)
    {
        var signature = request.Query.ContainsKey("X-Amz-Algorithm") ? OfQuery(request) : OfHeader(request);
        if (!signature._signedHeaders.Contains("host", StringComparer.Ordinal))
        {
            throw Invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }

        foreach (var (name, _) in request.Headers)
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !signature._signedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Invalid("There were headers present in the request which were not signed.");
            }
        }

        return signature;
    }

    /// <summary>A time as signatures write it.</summary>
    public static string TimeText(DateTimeOffset time) => SigningScope.Time(time);

    /// <summary>Whether a secret makes this signature for a request. Takes the same time wherever the two begin to differ.</summary>
    /// <param name="request">The request it came with.</param>
    /// <param name="bodyHash">The SHA-256 of the body that came, lower-case hexadecimal.</param>
    /// <param name="secretKey">The secret.</param>
    public bool IsOf(HttpRequest request, string bodyHash, string secretKey)
    {
        var expected = _scope.Sign(_scope.Key(secretKey), Time, CanonicalRequest.Of(request, _signedHeaders, bodyHash));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(_signature));
    }

    private static RequestSignature OfHeader(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0)
        {
            throw new ApiException(ErrorType.MissingAuthenticationTokenException, "Missing Authentication Token");
        }

        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw Incomplete($"The Authorization header must be one of {SigningScope.Algorithm}.");
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[Prefix.Length..].Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw Incomplete("The Authorization header must consist of different key=value pairs.");
            }
        }

        var date = request.Headers["X-Amz-Date"] is { Count: > 0 } dates ? dates.ToString() : null;
        return Of(parts.GetValueOrDefault, "Authorization header", date ?? ClassicDate(request), null);
    }

    private static RequestSignature OfQuery(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0)
        {
            throw Incomplete("A request is signed in its Authorization header or in its query, not in both.");
        }

        if (Single("X-Amz-Algorithm") != SigningScope.Algorithm)
        {
            throw Incomplete($"X-Amz-Algorithm must be {SigningScope.Algorithm}.");
        }

        if (!int.TryParse(Single("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 604800)
        {
            throw Incomplete("X-Amz-Expires must be 1 to 604800 seconds.");
        }

        return Of(name => Single("X-Amz-" + name), "AWS query-string parameters", Single("X-Amz-Date"), TimeSpan.FromSeconds(seconds));

        string? Single(string name) => request.Query[name] is [{ } value] ? value : null;
    }

    private static RequestSignature Of(Func<string, string?> part, string place, string? date, TimeSpan? lifetime)
    {
        var missing = new StringBuilder();
        var credential = Required("Credential");
        var signature = Required("Signature");
        var headers = Required("SignedHeaders");
        if (date is null)
        {
            missing.Append(CultureInfo.InvariantCulture, $"{place} requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }

        if (missing.Length > 0)
        {
            throw Incomplete(missing.ToString().TrimEnd());
        }

        if (!SigningScope.TryParseTime(date!, out var time))
        {
            throw Incomplete("Date must be in ISO-8601 'basic format'.");
        }

        var names = headers.Split(';');
        if (names.Any(name => name.Length == 0 || name.Any(char.IsAsciiLetterUpper)) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw Incomplete("SignedHeaders must be different names in lower case, separated by semicolons.");
        }

        return credential.Split('/') is [{ Length: > 0 } id, var day, var region, var service, var terminator]
            ? new RequestSignature(id, Scope(day, region, service, terminator, time), names, signature, time, lifetime)
            : throw Incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");

        string Required(string name)
        {
            if (part(name) is { Length: > 0 } value)
            {
                return value;
            }

            missing.Append(CultureInfo.InvariantCulture, $"{place} requires '{name}' parameter. ");
            return "";
        }
    }

    private static SigningScope Scope(string day, string region, string service, string terminator, DateTimeOffset time)
    {
        if (terminator != SigningScope.Terminator)
        {
            throw Invalid($"Credential should be scoped with a valid terminator: '{SigningScope.Terminator}'.");
        }

        return day == SigningScope.DayOf(time)
            ? new SigningScope(day, region, service)
            : throw Invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
    }

    // The Date header of HTTP, as signatures write it.
    private static string? ClassicDate(HttpRequest request) =>
        DateTimeOffset.TryParseExact(request.Headers.Date.ToString(), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? SigningScope.Time(date)
            : null;

    private static ApiException Incomplete(string message) => new(ErrorType.IncompleteSignatureException, message);

    private static ApiException Invalid(string message) => new(ErrorType.InvalidSignatureException, message);
}
