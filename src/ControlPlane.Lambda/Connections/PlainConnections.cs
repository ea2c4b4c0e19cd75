using System.Net;

namespace ControlPlane.Lambda.Connections;

/// <summary>Connections that carry requests and responses as they are, for services and backends alike.</summary>
public static class PlainConnections
{
    /// <summary>
    /// A handler without cookies, proxy, redirects, decompression and trace headers of its own. Connections live ten minutes at most, so that a
    /// name that moves is followed.
    /// </summary>
    /// <param name="connectTimeout">How long a connection may take to be made.</param>
    /// <param name="idleTimeout">How long one is kept without use.</param>
    public static SocketsHttpHandler NewHandler(TimeSpan connectTimeout, TimeSpan idleTimeout) => new()
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = idleTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };
}
