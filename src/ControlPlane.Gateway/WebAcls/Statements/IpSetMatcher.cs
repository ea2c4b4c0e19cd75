using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Callers in some networks. The caller's address is the one that resource policies go by; one that is no address is in none.</summary>
internal sealed class IpSetMatcher(IpSetStatement statement) : StatementMatcher
{
    private readonly AddressRanges _ranges = new(statement.Networks);

    public override bool Matches(RequestContext request) => request.ClientAddress is { } address && _ranges.Contains(address);
}
