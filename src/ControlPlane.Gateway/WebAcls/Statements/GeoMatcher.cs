using ControlPlane.Domain.WebAcls;

namespace ControlPlane.Gateway.WebAcls.Statements;

/// <summary>Requests whose country, as a header tells it, is one of some.</summary>
internal sealed class GeoMatcher(GeoMatchStatement statement) : StatementMatcher
{
    private readonly string[] _countries = [.. statement.CountryCodes];

    public override bool Matches(RequestContext request)
    {
        if (request.Exchange.FindHeader(statement.HeaderName) is not { Length: > 0 } header)
        {
            return false;
        }

        var country = header.AsSpan().Trim();
        foreach (var wanted in _countries)
        {
            if (country.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
