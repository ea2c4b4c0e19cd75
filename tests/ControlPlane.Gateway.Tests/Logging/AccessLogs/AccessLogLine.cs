using System.Text;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Tests.Doubles;
using ControlPlane.Testing;

namespace ControlPlane.Gateway.Tests.Logging.AccessLogs;

/// <summary>Formats the line of one request.</summary>
internal static class AccessLogLine
{
    /// <summary>The line of a request to <c>/pets/7</c> that was matched, with a user agent.</summary>
    public static string Of(string format, string? userAgent = "curl/8.5", Action<RequestContext>? change = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var request = FakeExchange.Matched("GET", "/pets/7", headers: userAgent is null ? [] : [("User-Agent", userAgent)], time: new VirtualClock());
        request.ResponseBytes = 1234;
        change?.Invoke(request);
        var line = new PooledBytes();
        AccessLogFormat.Parse(format, variables ?? Maps.Empty<string>()).Write(request, new RequestEnd(57, request.IsBackendAsked ? 48 : null), line);
        var text = Encoding.UTF8.GetString(line.Span);
        line.Release();
        return text.Replace(request.RequestId, "ID", StringComparison.Ordinal);
    }
}
