using System.Text;
using BenchmarkDotNet.Attributes;
using ControlPlane.Gateway.Hosting.FunctionUrls;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Benchmarks;

/// <summary>
/// An event of 1 KB in, routed on a 300-resource API to an integration without a backend, a response in payload format 2.0 out. Target: under
/// 8 us and 2 KB.
/// </summary>
[MemoryDiagnoser]
public class FunctionUrlBenchmarks : IDisposable
{
    private static readonly byte[] Event = Encoding.UTF8.GetBytes(
        """
        {"version":"2.0","routeKey":"$default","rawPath":"/abcdefghij/prod/mock","rawQueryString":"a=1&b=two","cookies":["session=0123456789abcdef"],
        "headers":{"x-amzn-tls-version":"TLSv1.3","x-amzn-tls-cipher-suite":"TLS_AES_128_GCM_SHA256","x-amzn-trace-id":"Root=1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6",
        "x-forwarded-proto":"https","x-forwarded-port":"443","x-forwarded-for":"203.0.113.7","host":"abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws",
        "accept":"application/json","user-agent":"benchmarks/1.0"},
        "requestContext":{"accountId":"anonymous","apiId":"abcdefghijklmnopqrstuvwxyz012345","domainName":"abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws",
        "domainPrefix":"abcdefghijklmnopqrstuvwxyz012345","http":{"method":"GET","path":"/abcdefghij/prod/mock","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":"benchmarks/1.0"},
        "requestId":"1e2f3a4b-5c6d-4e7f-8091-a2b3c4d5e6f7","routeKey":"$default","stage":"$default","time":"12/Oct/2025:08:43:07 +0000","timeEpoch":1760258587000},"isBase64Encoded":false}
        """);

    private readonly FunctionUrlEvent _event = new();
    private readonly MemoryStream _input = new(Event);
    private Gateway.Gateway _gateway = null!;
    private FunctionUrlGateway _entry = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _gateway = new Gateway.Gateway(
            new MemoryStageSource(SampleApis.Stage(), SampleApis.WideWithMock(300)), new NoLambda(), SampleApis.Unthrottled, NullLoggerFactory.Instance);
        _entry = new FunctionUrlGateway(_gateway, NullLogger<FunctionUrlGateway>.Instance);
        using var reader = new StreamReader(await HandleAsync());
        if (!(await reader.ReadToEndAsync()).Contains("\"statusCode\":200", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The request must be served before it is measured.");
        }
    }

    [Benchmark(Description = "event -> fields")]
    public int Read() => (int)_event.Read(Event);

    [Benchmark(Description = "event -> MOCK -> response")]
    public async Task<long> Handle()
    {
        await using var output = await HandleAsync();
        return output.Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _gateway.Dispose();
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<Stream> HandleAsync()
    {
        _input.Position = 0;
        return _entry.HandleAsync(_input, TimeSpan.FromSeconds(30));
    }
}
