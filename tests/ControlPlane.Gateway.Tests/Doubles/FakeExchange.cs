using System.Text;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Routing;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>An exchange without any server.</summary>
internal sealed class FakeExchange : GatewayExchange
{
    private readonly List<(string Name, string Value)> _headers;
    private readonly byte[] _body;
    private int _status = 200;

    public FakeExchange(string method, string path, string query = "", string body = "", params IReadOnlyList<(string Name, string Value)> headers)
    {
        Method = method;
        Path = path;
        Query = query;
        SourceIp = "192.0.2.1";
        Port = "443";
        Scheme = "https";
        Host = headers.FirstOrDefault(header => header.Name == "Host").Value ?? "";
        _headers = [.. headers];
        _body = Encoding.UTF8.GetBytes(body);
    }

    public List<(string Name, string Value)> Answered { get; } = [];

    public StringBuilder Written { get; } = new();

    public override bool HasStarted => Written.Length > 0;

    public override int StatusCode { get => _status; set => _status = value; }

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders =>
        Answered.Select(header => KeyValuePair.Create(header.Name, header.Value));

    public override bool CanHaveBody => _body.Length > 0;

    /// <summary>A request to the sample stage, matched against <c>/pets/{id}</c> (or another resource).</summary>
    public static RequestContext Matched(
        string method,
        string path,
        string query = "",
        string body = "",
        IReadOnlyList<(string Name, string Value)>? headers = null,
        string resource = "/pets/{id}",
        TimeProvider? time = null)
    {
        var exchange = new FakeExchange(method, "/prod" + path, query, body, headers ?? []);
        var request = new RequestContext(exchange, time ?? TimeProvider.System);
        exchange.Context = request;
        request.Begin();
        var host = request.HostName();
        request.Location = new Location(host, Sample.ApiId, 0, 5, 5);
        var plan = DeploymentPlan.Compile("dep001", Sample.Api(Sample.Resource(resource, Sample.Method(method))));
        request.Stage = new StageSnapshot
        {
            AccountId = "123456789012",
            ApiId = Sample.ApiId,
            StageName = "prod",
            Version = new StageVersion(1, DateTimeOffset.UnixEpoch),
            Base = new StageVariant
            {
                Deployment = plan,
                IsCanary = false,
                Variables = new Dictionary<string, string> { ["color"] = "red" },
                Methods = [new BoundMethod(new RouteResource(plan.Document.Resources[0], 0), new(), new UnservableIntegration("none"))],
                Logger = NullLogger.Instance,
            },
        };
        request.Variant = request.Stage.Base;
        request.Match().ShouldNotBeNull();
        request.ReadBodyAsync().AsTask().GetAwaiter().GetResult();
        return request;
    }

    /// <summary>The caller's address.</summary>
    public string Address { init => SourceIp = value; }

    /// <summary>Whether the client goes away as soon as it has its response.</summary>
    public bool LeavesAfterResponse { get; init; }

    /// <summary>The client goes away.</summary>
    public void HangUp() => Abort();

    public override string? FindHeader(string name)
    {
        foreach (var header in Enumerable.Reverse(_headers))
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    public override void SetHeader(string name, string value)
    {
        Answered.RemoveAll(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Answered.Add((name, value));
    }

    public override void AddHeader(string name, string value) => Answered.Add((name, value));

    public override void ClearHeaders() => Answered.Clear();

    public override void SetContentLength(long length)
    {
    }

    public override ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken)
    {
        body.Write(_body);
        return new(true);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body)
    {
        Written.Append(Encoding.UTF8.GetString(body.Span));
        if (LeavesAfterResponse)
        {
            HangUp();
        }

        return default;
    }

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
