using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using ControlPlane.Gateway.Exchanges;
using ControlPlane.Gateway.Responses;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Gateway.Hosting;

/// <summary>An exchange over Kestrel's own features. Kestrel keeps one per connection and runs its requests through it in turn.</summary>
internal sealed class KestrelExchange : GatewayExchange
{
    private IFeatureCollection _features;
    private IHttpRequestFeature _request;
    private IHttpResponseFeature _response;
    private IHttpResponseBodyFeature _responseBody;

    public KestrelExchange(IFeatureCollection features)
    {
        _features = features;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var connection = features.GetRequiredFeature<IHttpConnectionFeature>();
        SourceIp = Text(connection.RemoteIpAddress);
        Port = connection.LocalPort.ToString(CultureInfo.InvariantCulture);

        // One registration per connection, not one per request: HTTP/1 serves a connection's requests one after the other.
        features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed.UnsafeRegister(
            static exchange => ((KestrelExchange)exchange!).Abort(), this);
    }

    public override bool HasStarted => _response.HasStarted;

    public override int StatusCode
    {
        get => _response.StatusCode;
        set => _response.StatusCode = value;
    }

    public override bool CanHaveBody => _features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    internal override IEnumerable<KeyValuePair<string, string>> ResponseHeaders =>
        _response.Headers.SelectMany(static header => header.Value, static (header, value) => KeyValuePair.Create(header.Key, value ?? ""));

    /// <summary>Takes up the next request of the connection.</summary>
    public void Begin(IFeatureCollection features)
    {
        Recycle();
        _features = features;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        Method = _request.Method;
        Protocol = _request.Protocol;
        Scheme = _request.Scheme;
        Host = _request.Headers.Host.ToString();
        SplitTarget(_request.RawTarget);
    }

    public override string? FindHeader(string name) =>
        _request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    public override void SetHeader(string name, string value) => _response.Headers[name] = value;

    public override void AddHeader(string name, string value)
    {
        var headers = _response.Headers;
        if (headers.TryGetValue(name, out var values) && values.Count > 0)
        {
            headers[name] = Microsoft.Extensions.Primitives.StringValues.Concat(values, value);
        }
        else
        {
            headers[name] = value;
        }
    }

    public override void ClearHeaders() => _response.Headers.Clear();

    public override void SetContentLength(long length) => _response.Headers.ContentLength = length;

    public override async ValueTask<bool> ReadBodyAsync(PooledBytes body, CancellationToken cancellationToken)
    {
        if (_request.Headers.ContentLength > MaxBodyBytes)
        {
            return false;
        }

        var reader = (_features.Get<IRequestBodyPipeFeature>() ?? throw new InvalidOperationException("The server has no request body.")).Reader;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return false;
            }
            catch (IOException exception)
            {
                // Of those who hang up it is not said.
                throw new GatewayFailure(GatewayError.BadRequest, "The request body is malformed, or ends early.", exception);
            }

            var tooLarge = result.Buffer.Length > MaxBodyBytes - body.Length;
            if (!tooLarge)
            {
                foreach (var piece in result.Buffer)
                {
                    body.Write(piece.Span);
                }
            }

            reader.AdvanceTo(result.Buffer.End);
            if (tooLarge || result.IsCompleted)
            {
                return !tooLarge;
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> body)
    {
        var written = _responseBody.Writer.WriteAsync(body);
        if (!written.IsCompletedSuccessfully)
        {
            return AwaitAsync(written);
        }

        _ = written.Result;
        return default;

        static async ValueTask AwaitAsync(ValueTask<FlushResult> written) => await written.ConfigureAwait(false);
    }

    public override void Reset() => _features.Get<IHttpRequestLifetimeFeature>()?.Abort();

    private protected override void DropHeader(string name) => _request.Headers.Remove(name);

    private protected override void ReadHeaders(RequestHeaders headers)
    {
        foreach (var (name, values) in _request.Headers)
        {
            for (var i = 0; i < values.Count; i++)
            {
                headers.Add(name, values[i] ?? "");
            }
        }
    }

    private static string Text(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };

    private void SplitTarget(string target)
    {
        if (target.Length > 0 && target[0] != '/')
        {
            // Absolute form: http://host/path. Anything else (*) has no path that leads anywhere.
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            target = path < 0 ? "/" : target[path..];
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        Path = query < 0 ? target : target[..query];
        Query = query < 0 ? "" : target[(query + 1)..];
    }
}
