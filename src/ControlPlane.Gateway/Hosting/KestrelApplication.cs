using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace ControlPlane.Gateway.Hosting;

/// <summary>Runs Kestrel's requests through the data plane, without the layers of ASP.NET in between.</summary>
internal sealed class KestrelApplication(Gateway gateway) : IHttpApplication<KestrelExchange>
{
    public KestrelExchange CreateContext(IFeatureCollection contextFeatures)
    {
        KestrelExchange exchange;
        if (contextFeatures is IHostContextContainer<KestrelExchange> connection)
        {
            exchange = connection.HostContext ??= new KestrelExchange(contextFeatures);
        }
        else
        {
            exchange = new KestrelExchange(contextFeatures);
        }

        exchange.Begin(contextFeatures);
        return exchange;
    }

    public Task ProcessRequestAsync(KestrelExchange context) => gateway.ServeAsync(context);

    public void DisposeContext(KestrelExchange context, Exception? exception)
    {
    }
}
