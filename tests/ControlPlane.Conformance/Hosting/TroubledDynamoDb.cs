using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ControlPlane.Conformance.Hosting;

/// <summary>What an endpoint does with requests.</summary>
internal enum Trouble
{
    /// <summary>Passes them on.</summary>
    None,

    /// <summary>Refuses them: too many.</summary>
    Throttles,

    /// <summary>Never answers.</summary>
    Hangs,

    /// <summary>Does not listen.</summary>
    IsGone,
}

/// <summary>An endpoint of DynamoDB that passes requests on to the engine, or makes trouble.</summary>
internal sealed class TroubledDynamoDb : IDisposable
{
    private const string ThrottlingBody = """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}""";

    private readonly HttpClient _engine;
    private HttpListener _listener;
    private Trouble _trouble;

    public TroubledDynamoDb(Uri engine)
    {
        _engine = new HttpClient { BaseAddress = engine };
        Url = FreePort();
        _listener = Listen(Url);
    }

    public Uri Url { get; }

    /// <summary>What it does from now on.</summary>
    public Trouble Trouble
    {
        get => _trouble;
        set
        {
            if (value == Trouble.IsGone)
            {
                _listener.Close();
            }
            else if (_trouble == Trouble.IsGone)
            {
                _listener = Listen(Url);
            }

            _trouble = value;
        }
    }

    public void Dispose()
    {
        _listener.Close();
        _engine.Dispose();
    }

    private static Uri FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }

    private HttpListener Listen(Uri url)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add(url.ToString());
        listener.Start();
        _ = Task.Run(() => AcceptAsync(listener));
        return listener;
    }

    private async Task AcceptAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            switch (_trouble)
            {
                case Trouble.Hangs:
                    return;
                case Trouble.Throttles:
                    await WriteAsync(context.Response, 400, Encoding.UTF8.GetBytes(ThrottlingBody), null);
                    return;
                default:
                    await PassOnAsync(context);
                    return;
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or HttpRequestException or IOException)
        {
            // One of the two sides has gone.
        }
    }

    private async Task PassOnAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        foreach (var name in new[] { "X-Amz-Target", "X-Amz-Date", "Authorization" })
        {
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        }

        using var response = await _engine.SendAsync(request);
        await WriteAsync(context.Response, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers);
    }

    private static async Task WriteAsync(HttpListenerResponse response, int status, byte[] body, System.Net.Http.Headers.HttpResponseHeaders? headers)
    {
        response.StatusCode = status;
        response.ContentType = "application/x-amz-json-1.0";
        if (headers?.TryGetValues("x-amz-crc32", out var checksum) == true)
        {
            response.Headers["x-amz-crc32"] = checksum.Single();
        }

        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }
}
