namespace ControlPlane.Gateway.Caching;

/// <summary>What callers say of caching (RFC 9111, 5.2.1). As in API Gateway one directive counts, <c>max-age=0</c>.</summary>
internal static class CacheControl
{
    private const string Name = "Cache-Control";
    private const string Invalidation = "max-age=0";

    /// <summary>Whether a request asks for a fresh response in place of the kept one.</summary>
    public static bool Invalidates(RequestContext request)
    {
        if (request.Exchange.FindHeader(Name) is not { } last)
        {
            return false;
        }

        if (Invalidates(last))
        {
            return true;
        }

        foreach (var header in request.Exchange.Headers.AsSpan())
        {
            if (header.Name.Equals(Name, StringComparison.OrdinalIgnoreCase) && Invalidates(header.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Invalidates(string value)
    {
        foreach (var range in value.AsSpan().Split(','))
        {
            if (value.AsSpan(range).Trim().Equals(Invalidation, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
