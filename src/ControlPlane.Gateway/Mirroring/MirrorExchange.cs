using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>A copy of a request without a body, whose response nobody gets.</summary>
internal sealed class MirrorExchange : GatewayExchange
{
    private readonly List<RequestHeader> _headers;
    private readonly List<KeyValuePair<string, string>> _answered = [];
    private readonly VerifiedCaller? _caller;

    public MirrorExchange(GatewayExchange original)
    {
        Method = original.Method;
        Path = original.Path;
        Query = original.Query;
        Protocol = original.Protocol;
        Scheme = original.Scheme;
        Host = original.Host;
        IsOwnHost = original.IsOwnHost;
        SourceIp = original.SourceIp;
        Port = original.Port;
        _headers = [.. original.Headers.AsSpan()];
        _caller = original.VerifiedCaller;
    }

    public override VerifiedCaller? VerifiedCaller => _caller;

    public override bool HasStarted => false;

    public override int StatusCode { get; set; } = 200;

    public override bool CanHaveBody => false;

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders => _answered;

    /// <summary>Nobody waits for the response any more.</summary>
    public void GiveUp() => Abort();

    public override string? FindHeader(string name) => _headers.FindLast(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public override void SetHeader(string name, string value)
    {
        _answered.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        AddHeader(name, value);
    }

    public override void AddHeader(string name, string value) => _answered.Add(new(name, value));

    public override void ClearHeaders() => _answered.Clear();

    public override void SetContentLength(long length)
    {
    }

    public override ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken) => new(true);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body) => default;

    public override void Reset()
    {
    }

    private protected override void DropHeader(string name) => _headers.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, value) in _headers)
        {
            headers.Add(name, value);
        }
    }
}
