using System.Globalization;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>Trace headers for invocations that come without one.</summary>
internal static class TraceIds
{
    /// <summary>A trace that is not sampled; its id is derived from the request's, so the two can be matched.</summary>
    public static string New(string requestId)
    {
        var hex = requestId.Replace("-", string.Empty, StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"Root=1-{hex[..8]}-{hex[8..]};Parent={hex[16..]};Sampled=0");
    }
}
