using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Stages;

/// <summary>What the affinity of a stage must keep to. All refusals are 400 BadRequestException that names the member.</summary>
public static class CanaryAffinityRules
{
    /// <summary>Most rules of a stage.</summary>
    public const int MaxRules = 20;

    /// <summary>Longest name of a header, cookie, parameter or claim, in characters.</summary>
    public const int MaxName = 128;

    /// <summary>Longest value of a rule, in characters.</summary>
    public const int MaxValue = 256;

    /// <summary>The cookie's name when none is given.</summary>
    public const string DefaultCookieName = "canary-affinity";

    /// <summary>For how long the cookie is kept when nothing is said: 30 days, in seconds.</summary>
    public const int DefaultCookieAge = 30 * 24 * 60 * 60;

    /// <summary>The longest time browsers keep a cookie, 400 days, in seconds.</summary>
    public const int MaxCookieAge = 400 * 24 * 60 * 60;

    private const int _minCookieAge = 60;
    private const int _maxPath = 256;

    // RFC 9110: token. Cookies' names are tokens, too (RFC 6265).
    private static readonly SearchValues<char> _token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> _needed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Encoding", "Authorization", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date", "Expect", "Host",
        "Origin", "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Via", "X-Api-Key", "X-Forwarded-For", "X-HTTP-Method-Override",
        "x-amzn-ErrorType", "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id");

    /// <summary>Checks an affinity and fills in what is not said.</summary>
    /// <exception cref="ApiException">400: what it is told to do cannot be done.</exception>
    public static CanaryAffinity Validate(CanaryAffinity affinity)
    {
        if (affinity.Missing == MissingAffinityKey.Random && affinity.By is not (AffinityKey.Header or AffinityKey.Claim or AffinityKey.SourceIp))
        {
            throw Invalid("missing", "it is for by header, claim and sourceIp");
        }

        if (affinity.Cookie is not null && affinity.By != AffinityKey.Cookie)
        {
            throw Invalid("cookie", "it is for by cookie alone");
        }

        if (affinity.Rules.Count > MaxRules)
        {
            throw Invalid("rules", $"there can be at most {MaxRules}");
        }

        for (var i = 0; i < affinity.Rules.Count; i++)
        {
            Validate(affinity.Rules[i], $"rules.{i + 1}.member");
        }

        if (affinity.ResponseHeader is { } header)
        {
            Free(header, "responseHeader");
        }

        return affinity with { Name = KeyName(affinity), Cookie = affinity.By == AffinityKey.Cookie ? Cookie(affinity.Cookie) : null };
    }

    /// <summary>Checks the header and secret of an override.</summary>
    /// <param name="headerName">The header.</param>
    /// <param name="secret">The secret, or null to keep the one that is set.</param>
    /// <param name="present">The override that is set, or null.</param>
    /// <exception cref="ApiException">400: one of them cannot be, or there is no secret.</exception>
    public static CanaryOverride Override(string? headerName, string? secret, CanaryOverride? present)
    {
        Free(headerName, "override.headerName");
        if (secret is null)
        {
            return present is null
                ? throw Invalid("override.secret", "it must be given, since none is set")
                : present with { HeaderName = headerName! };
        }

        // What follows the last = picks the variant, and lists of header values are cut at commas.
        var isFit = secret.Length is >= CanaryOverride.MinSecret and <= CanaryOverride.MaxSecret
            && !secret.AsSpan().ContainsAnyExceptInRange('!', '~') && secret.AsSpan().IndexOfAny('=', ',') < 0;
        return isFit
            ? CanaryOverride.Create(headerName!, secret)
            : throw Invalid(
                "override.secret", $"it must have {CanaryOverride.MinSecret} to {CanaryOverride.MaxSecret} printable ASCII characters, no blanks, commas and equals signs");
    }

    private static string? KeyName(CanaryAffinity affinity)
    {
        switch (affinity.By)
        {
            case AffinityKey.Header:
                return Token(affinity.Name, "name");
            case AffinityKey.Claim:
                return Text(affinity.Name, MaxName, "name");
            case AffinityKey.Cookie:
                return Token(affinity.Name ?? DefaultCookieName, "name");
            default:
                return affinity.Name is null ? null : throw Invalid("name", "it is for by header, cookie and claim");
        }
    }

    private static AffinityCookie Cookie(AffinityCookie? cookie)
    {
        cookie ??= new AffinityCookie { MaxAgeSeconds = DefaultCookieAge, Path = "/" };
        if (cookie.MaxAgeSeconds is not (0 or (>= _minCookieAge and <= MaxCookieAge)))
        {
            throw Invalid("cookie.maxAgeSeconds", $"it must be 0, or a whole number from {_minCookieAge} to {MaxCookieAge}");
        }

        if (!cookie.Path.StartsWith('/') || cookie.Path.Length > _maxPath || cookie.Path.AsSpan().ContainsAnyExceptInRange('!', '~') || cookie.Path.Contains(';', StringComparison.Ordinal))
        {
            throw Invalid("cookie.path", $"it must begin with / and have at most {_maxPath} printable ASCII characters, no semicolons");
        }

        return cookie is { SameSite: SameSiteMode.None, Secure: false }
            ? throw Invalid("cookie.secure", "browsers refuse SameSite=None without it")
            : cookie;
    }

    private static void Validate(CanaryRule rule, string place)
    {
        if (rule.By == CanaryRuleSubject.SourceIp)
        {
            if (rule.Name is not null || rule.Value is not null)
            {
                throw Invalid($"{place}.{(rule.Name is not null ? "name" : "value")}", "a rule by sourceIp has a range");
            }

            if (rule.Range is null || Network(rule.Range) is null)
            {
                throw Invalid($"{place}.range", "it must be a CIDR block, as 10.0.0.0/8 or 2001:db8::/32, or a single address");
            }

            return;
        }

        if (rule.Range is not null)
        {
            throw Invalid($"{place}.range", "it is for rules by sourceIp");
        }

        if (rule.By == CanaryRuleSubject.Header)
        {
            Token(rule.Name, $"{place}.name");
        }
        else
        {
            Text(rule.Name, MaxName, $"{place}.name");
        }

        if (rule.Value is { } value)
        {
            Text(value, MaxValue, $"{place}.value");
        }
    }

    /// <summary>The addresses of a range, or null when it is none.</summary>
    public static IPNetwork? Network(string range)
    {
        if (IPNetwork.TryParse(range, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(range, out var address) && !range.Contains('%', StringComparison.Ordinal)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }

    private static void Free(string? name, string member)
    {
        if (_needed.Contains(Token(name, member)))
        {
            throw Invalid(member, $"{name} has another meaning");
        }
    }

    private static string Token(string? name, string member) =>
        name is { Length: > 0 and <= MaxName } && !name.AsSpan().ContainsAnyExcept(_token)
            ? name
            : throw Invalid(member, $"it must have 1 to {MaxName} of the characters that names of headers have");

    private static string Text(string? text, int longest, string member) =>
        text is { Length: > 0 } && text.Length <= longest && !text.Any(char.IsControl)
            ? text
            : throw Invalid(member, $"it must have 1 to {longest} characters");

    private static ApiException Invalid(string member, string reason) => ApiException.BadRequest($"Invalid {member}: {reason}");
}
