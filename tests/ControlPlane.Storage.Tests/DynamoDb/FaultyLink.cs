using System.Net;
using System.Text;
using Amazon.Runtime;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>What the link does with one request.</summary>
internal delegate Task<HttpResponseMessage> Fault(Func<Task<HttpResponseMessage>> forward, CancellationToken cancellationToken);

/// <summary>The link between the SDK and the engine: does to the next requests what it was told, and passes all others on.</summary>
internal sealed class FaultyLink : HttpClientFactory, IDisposable
{
    private readonly HttpMessageInvoker _engine = new(new SocketsHttpHandler());
    private readonly Queue<Fault> _faults = new();

    /// <summary>The operations of all requests so far, such as <c>PutItem</c>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What happens to every request once the planned faults are used up; null passes them on.</summary>
    public Fault? Always { get; set; }

    /// <summary>Plans what happens to the next requests.</summary>
    public void Next(params Fault[] faults) => Array.ForEach(faults, _faults.Enqueue);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this), disposeHandler: false);

    public void Dispose() => _engine.Dispose();

    /// <summary>The engine does as it is told, but its answer never arrives.</summary>
    public static async Task<HttpResponseMessage> AnswerLost(Func<Task<HttpResponseMessage>> forward, CancellationToken cancellationToken)
    {
        (await forward()).Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    }

    /// <summary>The engine does as it is told, and then there is silence.</summary>
    public static async Task<HttpResponseMessage> AnswerHangs(Func<Task<HttpResponseMessage>> forward, CancellationToken cancellationToken)
    {
        (await forward()).Dispose();
        return await Hangs(forward, cancellationToken);
    }

    /// <summary>The engine does as it is told, and somebody else does more before the answer turns out to be lost.</summary>
    public static Fault AnswerLostWhile(Func<Task> meanwhile) => async (forward, cancellationToken) =>
    {
        (await forward()).Dispose();
        await meanwhile();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    };

    /// <summary>The request never reaches the engine, and somebody else does something before the silence ends.</summary>
    public static Fault RequestLostWhile(Func<Task> meanwhile) => async (_, _) =>
    {
        await meanwhile();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    };

    public static async Task<HttpResponseMessage> Hangs(Func<Task<HttpResponseMessage>> forward, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("unreachable");
    }

    /// <summary>An error of the service, in the engine's place.</summary>
    public static Fault Error(int status, string type, string message = "as told") => (_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
    {
        Content = new StringContent($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"{{message}}"}""", Encoding.UTF8, "application/x-amz-json-1.0"),
    });

    /// <summary>Some answer, in the engine's place.</summary>
    public static Fault Answer(string body) => (_, _) => Task.FromResult(new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") });

    private sealed class Handler(FaultyLink link) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Fault? fault;
            lock (link.Requests)
            {
                link.Requests.Add(request.Headers.GetValues("X-Amz-Target").Single().Split('.')[^1]);
                fault = link._faults.TryDequeue(out var planned) ? planned : link.Always;
            }

            return fault is null ? Forward() : fault(Forward, cancellationToken);

            Task<HttpResponseMessage> Forward() => link._engine.SendAsync(request, cancellationToken);
        }
    }
}
