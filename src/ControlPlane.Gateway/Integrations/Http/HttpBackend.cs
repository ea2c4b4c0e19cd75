using System.Runtime.CompilerServices;
using System.Text;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Integrations.Http;

/// <summary>One HTTP integration's way to its backend: builds requests, sends them, and says what failures mean.</summary>
internal sealed class HttpBackend(
    HttpBackends backends,
    HttpMessageInvoker client,
    StageCertificate? certificate,
    BackendAddress address,
    RequestMapping mapping,
    string? verb,
    int timeoutInMillis,
    string apiId)
{
    private const string AnyVerb = "ANY";

    private readonly HttpMethod? _method = verb is null or AnyVerb ? null : HttpMethod.Parse(verb);
    private readonly string _userAgent = "AmazonAPIGateway_" + apiId;

    /// <summary>A request for the backend, without body, with the headers every backend request has and those that are mapped.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <param name="passThrough">Whether the client's query and headers go along.</param>
    public HttpRequestMessage NewRequest(RequestContext request, ReadOnlyMemory<byte> body, bool passThrough)
    {
        var message = new HttpRequestMessage(
            _method ?? HttpMethod.Parse(request.Verb),
            address.Resolve(request, passThrough && mapping.Query.Count == 0 ? request.Exchange.Query : MergedQuery(request, passThrough)));
        if (!body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(body);
        }

        BackendHeaders.Write(request, message, mapping, _userAgent, apiId, passThrough);
        return message;
    }

    /// <summary>Sends a request; the deadline it starts must be stopped when the response was read.</summary>
    /// <exception cref="GatewayFailure">504: the backend cannot be reached, or takes too long.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> SendAsync(RequestContext request, HttpRequestMessage message, CancellationToken deadline)
    {
        if (certificate?.FaultAt(request.ReceivedAt) is { } fault)
        {
            backends.Report(request, fault);
        }

        request.LogIntegrationRequest(message);
        try
        {
            return await client.SendAsync(message, deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Failure(request, exception, deadline);
        }
    }

    public CancellationToken StartDeadline(RequestContext request) => request.Exchange.StartDeadline(timeoutInMillis);

    /// <summary>What an exception means that sending or reading has thrown.</summary>
    public static Exception Failure(RequestContext request, Exception exception, CancellationToken deadline)
    {
        if (request.Exchange.Aborted)
        {
            return new OperationCanceledException("The client is gone.", exception);
        }

        if (deadline.IsCancellationRequested)
        {
            return new GatewayFailure(GatewayError.IntegrationTimeout, "Execution failed due to a timeout error", exception);
        }

        return exception is HttpRequestException or IOException
            ? new GatewayFailure(GatewayError.IntegrationFailure, $"Execution failed due to a network error: {exception.Message}", exception)
            : exception;
    }

    private string MergedQuery(RequestContext request, bool passThrough)
    {
        var overrides = request.SetOverrides?.Query;
        if (mapping.Query.Count == 0 && overrides is null)
        {
            return "";
        }

        var query = new StringBuilder();
        if (passThrough)
        {
            foreach (var (name, value) in request.Query.Items)
            {
                if (!mapping.MapsQuery(name))
                {
                    QueryParameters.Append(query, name, value);
                }
            }
        }

        foreach (var (name, expression) in mapping.Query)
        {
            if (!ParameterOverrides.Has(overrides, name, StringComparison.Ordinal) && expression.Resolve(request) is { } value)
            {
                QueryParameters.Append(query, name, value);
            }
        }

        if (overrides is not null)
        {
            foreach (var (name, value) in overrides)
            {
                QueryParameters.Append(query, name, value);
            }
        }

        return query.ToString();
    }
}
