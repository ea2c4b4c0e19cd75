using ControlPlane.Domain.WebAcls;
using ControlPlane.Gateway.WebAcls.Rates;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Requests of clients that send too many, as this router sees them. What it matches is counted as well: who goes on stays blocked.</summary>
/// <param name="statement">The statement.</param>
/// <param name="table">The counts, which outlive a revision of the stage.</param>
/// <param name="scope">Which requests are counted; null for all.</param>
internal sealed class RateMatcher(RateBasedStatement statement, RateTable table, StatementMatcher? scope) : StatementMatcher
{
    // A network of 64 bits is one client's, as a rule; its addresses are as many as it likes.
    private const int HostBits = 64;

    public override bool ReadsBody => scope?.ReadsBody == true;

    public override bool Matches(RequestContext request) =>
        (scope is null || scope.Matches(request)) && KeyOf(request) is { } key && table.Count(key, request.StartedAt) > statement.Limit;

    private ulong? KeyOf(RequestContext request) => statement.Key switch
    {
        RateKey.Header => request.Exchange.FindHeader(statement.HeaderName!) is { Length: > 0 } value ? ClientHash.Of(value) : null,
        RateKey.ForwardedIp => Forwarded(request) ?? Address(request),
        _ => Address(request),
    };

    private static ulong Address(RequestContext request) =>
        request.ClientAddress is { } address ? Hash(address) : ClientHash.Of(request.Exchange.SourceIp);

    private ulong? Forwarded(RequestContext request)
    {
        if (request.Exchange.FindHeader(statement.HeaderName!) is not { } header)
        {
            return null;
        }

        var first = header.AsSpan();
        var comma = first.IndexOf(',');
        return WebAcls.ClientAddress.TryParse((comma < 0 ? first : first[..comma]).Trim(), out var address) ? Hash(address) : null;
    }

    private static ulong Hash(UInt128 address) => ClientHash.Of(WebAcls.ClientAddress.IsV4(address) ? address : address >> HostBits << HostBits);
}
