using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Admission.Testing;

/// <summary>A request that somebody made up; nothing is answered to it.</summary>
internal sealed class TestExchange : GatewayExchange
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    public TestExchange(string path, string query, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        (Path, Query, _headers) = (path, query, headers);
        (Scheme, Port, SourceIp, Host) = ("https", "443", "127.0.0.1", "testPrefix.testDomainName");
    }

    public override bool HasStarted => false;

    public override int StatusCode { get; set; } = 200;

    public override bool CanHaveBody => false;

    public override string? FindHeader(string name)
    {
        for (var i = _headers.Count - 1; i >= 0; i--)
        {
            if (_headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return _headers[i].Value;
            }
        }

        return null;
    }

    public override void SetHeader(string name, string value)
    {
    }

    public override void AddHeader(string name, string value)
    {
    }

    public override void ClearHeaders()
    {
    }

    public override void SetContentLength(long length)
    {
    }

    public override ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken) => new(true);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body) => default;

    public override void Reset()
    {
    }

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, value) in _headers)
        {
            headers.Add(name, value);
        }
    }
}
