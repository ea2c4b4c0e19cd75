using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Splitting;

/// <summary>
/// How one stage splits its requests: by the tester's override, else by the first rule that matches, else by the place of the client's key, else
/// by chance. Immutable.
/// </summary>
internal sealed class StageSplit
{
    private const int CookieBytes = 16;
    private const int MaxClaim = 512;
    private const string SetCookie = "Set-Cookie";

    private readonly CanaryAffinity _affinity;
    private readonly CompiledRule[] _rules;
    private readonly OverrideSecret? _override;
    private readonly StickyHash _hash;
    private readonly bool _hasCanary;
    private readonly double _percent;

    private StageSplit(CanaryAffinity affinity, CanarySettings? canary)
    {
        _affinity = affinity;
        _hasCanary = canary is not null;
        _percent = canary?.PercentTraffic ?? 0;
        _hash = new StickyHash(canary?.Salt ?? canary?.DeploymentId ?? "");
        _override = affinity.Override is { } settings ? new OverrideSecret(settings) : null;
        _rules = [.. affinity.Rules.Select(static rule => new CompiledRule(rule))];
    }

    /// <summary>The response header that names the variant, or null.</summary>
    public string? ResponseHeader => _affinity.ResponseHeader;

    /// <summary>The split of a stage, or null when it is chance alone.</summary>
    public static StageSplit? Of(Stage stage) => stage.CanaryAffinity is { } affinity ? new StageSplit(affinity, stage.CanarySettings) : null;

    /// <summary>Decides about a request, and takes the override's header out of it: it is no backend's and no log's business.</summary>
    public SplitDecision Decide(RequestContext request)
    {
        bool? picked = null;
        if (_override is not null && request.Exchange.FindHeader(_override.HeaderName) is { } value)
        {
            request.Exchange.HideHeader(_override.HeaderName);
            picked = _hasCanary ? _override.Picks(value) : null;
        }

        if (!_hasCanary)
        {
            return new SplitDecision(false, SplitReason.NoCanary);
        }

        if (picked is not null)
        {
            return new SplitDecision(picked, SplitReason.Override);
        }

        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Matches(request))
            {
                return new SplitDecision(_rules[i].Rule.Canary == CanaryRuleEffect.Always, SplitReason.Rule, Rule: i);
            }
        }

        return _affinity.By == AffinityKey.Random
            ? new SplitDecision(null, SplitReason.Random)
            : TryFindPlace(request, out var place) ? new SplitDecision(place < _percent, SplitReason.Sticky, place)
            : _affinity is { By: AffinityKey.Cookie } or { Missing: MissingAffinityKey.Random } ? new SplitDecision(null, SplitReason.Random)
            : new SplitDecision(false, SplitReason.MissingKey);
    }

    /// <summary>Decides about a request that is served: a client without the cookie gets one and the place that goes with it.</summary>
    public SplitDecision DecideAndKeep(RequestContext request)
    {
        var decision = Decide(request);
        if (decision is { IsCanary: null } && _affinity.By == AffinityKey.Cookie)
        {
            Span<byte> bytes = stackalloc byte[CookieBytes];
            RandomNumberGenerator.Fill(bytes);
            request.NewAffinity = Base64Url.EncodeToString(bytes);
            var place = _hash.PlaceOf(request.NewAffinity);
            return new SplitDecision(place < _percent, SplitReason.Sticky, place);
        }

        return decision;
    }

    /// <summary>Adds the headers that tell the client where it is, and keep it there.</summary>
    public void AddHeaders(RequestContext request)
    {
        if (ResponseHeader is { } header)
        {
            request.Exchange.SetHeader(header, request.Variant!.Name);
        }

        if (request.NewAffinity is { } key)
        {
            request.Exchange.AddHeader(SetCookie, CookieText(key, request.Exchange.Scheme));
        }
    }

    private string CookieText(string key, string scheme)
    {
        var cookie = _affinity.Cookie!;
        var age = cookie.MaxAgeSeconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; Max-Age={cookie.MaxAgeSeconds}");
        var secure = cookie.Secure ?? (scheme == "https" || cookie.SameSite == SameSiteMode.None) ? "; Secure" : "";
        return $"{_affinity.Name}={key}; Path={cookie.Path}{age}; HttpOnly{secure}; SameSite={cookie.SameSite}";
    }

    private bool TryFindPlace(RequestContext request, out double place)
    {
        place = 0;
        switch (_affinity.By)
        {
            case AffinityKey.Header:
                var value = request.Exchange.FindHeader(_affinity.Name!).AsSpan().Trim(' ');
                place = value.IsEmpty ? 0 : _hash.PlaceOf(value);
                return !value.IsEmpty;
            case AffinityKey.Cookie:
                var cookie = CookieHeader.Find(request.Exchange.FindHeader("Cookie"), _affinity.Name);
                place = cookie.IsEmpty ? 0 : _hash.PlaceOf(cookie);
                return !cookie.IsEmpty;
            case AffinityKey.Claim:
                Span<byte> claim = stackalloc byte[MaxClaim];
                if (!BearerClaim.TryRead(request.Exchange.FindHeader("Authorization"), _affinity.Name!, claim, out var length))
                {
                    return false;
                }

                place = _hash.PlaceOf(claim[..length]);
                return true;
            default:
                var network = request.SourceNetwork;
                place = _hash.PlaceOf(network.Key);
                return !network.Key.IsEmpty;
        }
    }

    /// <summary>A rule with its range parsed.</summary>
    private sealed class CompiledRule(CanaryRule rule)
    {
        private readonly IPNetwork? _network = rule.Range is { } range ? CanaryAffinityRules.Network(range) : null;

        public CanaryRule Rule => rule;

        public bool Matches(RequestContext request) => rule.By switch
        {
            CanaryRuleSubject.Header => request.Exchange.FindHeader(rule.Name!) is { } value && Fits(value),
            CanaryRuleSubject.Query => MatchesQuery(request),
            CanaryRuleSubject.Claim => BearerClaim.Matches(request.Exchange.FindHeader("Authorization"), rule.Name!, rule.Value),
            _ => _network is { } network && request.SourceNetwork.Address is { } address && network.Contains(address),
        };

        private bool Fits(string value) => rule.Value is null || (value.Length >= rule.Value.Length && HeaderText.Read(value) == rule.Value);

        private bool MatchesQuery(RequestContext request)
        {
            if (request.Exchange.Query.Length == 0)
            {
                return false;
            }

            foreach (var (name, value) in request.Query.Items)
            {
                if (name == rule.Name && (rule.Value is null || value == rule.Value))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
