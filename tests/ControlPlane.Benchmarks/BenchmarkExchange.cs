using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Benchmarks;

/// <summary>A request with ten headers that nobody answers.</summary>
internal sealed class BenchmarkExchange : GatewayExchange
{
    private static readonly (string Name, string Value)[] Sent =
    [
        ("Host", "127.0.0.1:4001"), ("User-Agent", "benchmarks/1.0"), ("Accept", "application/json"), ("Accept-Encoding", "gzip, br"),
        ("Accept-Language", "en"), ("Cache-Control", "no-cache"), ("Cookie", "session=0123456789abcdef"), ("Origin", "https://example.com"),
        ("X-Request-Id", "0123456789abcdef"), ("X-Client-Version", "7.1.3"),
    ];

    public BenchmarkExchange(string path, string query = "")
    {
        Path = path;
        Query = query;
        Host = "127.0.0.1:4001";
        SourceIp = "127.0.0.1";
        Port = "4001";
    }

    /// <summary>What the caller says of caching.</summary>
    public string CacheControl { get; init; } = "no-cache";

    public override bool HasStarted => false;

    public override int StatusCode { get; set; }

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders => [];

    public override bool CanHaveBody => false;

    /// <summary>A loop: a predicate would be an allocation that is not the gateway's.</summary>
    public override string? FindHeader(string name)
    {
        if (name == "Cache-Control")
        {
            return CacheControl;
        }

        foreach (var (sent, value) in Sent)
        {
            if (sent.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
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

    private protected override void DropHeader(string name)
    {
    }

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, value) in Sent)
        {
            headers.Add(name, value);
        }
    }
}
