using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Gateway.Admission.Keys;
using ControlPlane.Gateway.Logging.AccessLogs;
using ControlPlane.Gateway.Metrics;
using ControlPlane.Gateway.Mirroring;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Throttling;
using ControlPlane.Gateway.Tracing.XRay;
using Microsoft.Extensions.Caching.Distributed;

namespace ControlPlane.Gateway;

/// <summary>What a data plane works with unless told otherwise.</summary>
public sealed record GatewayCollaborators
{
    /// <summary>The time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance: what canary requests are picked by. Must be safe to use from many threads.</summary>
    public Random Random { get; init; } = Chance.Instance;

    /// <summary>Where the access logs of stages go, or null for the gateway's loggers (<see cref="LoggerAccessLog"/>).</summary>
    public IAccessLog? AccessLog { get; init; }

    /// <summary>Told about every request, or null.</summary>
    public IRequestRecorder? Recorder { get; init; }

    /// <summary>Where the metrics of stages go; nowhere when there is none.</summary>
    public IReadOnlyList<IMetricsSink> Metrics { get; init; } = [];

    /// <summary>Where the findings of mirroring go, or null when nothing is mirrored.</summary>
    public IMirroringSink? Mirroring { get; init; }

    /// <summary>Where API keys and usage plans are read, or null when there are none: methods that need a key refuse everybody then.</summary>
    public IAccessSource? Access { get; init; }

    /// <summary>Where routers share the limits of methods out among them, or null for a router alone: it keeps to them exactly.</summary>
    public ILeaseSource? Leases { get; init; }

    /// <summary>Where routers share cached responses, or null for a router alone: it keeps them in memory.</summary>
    public IBufferDistributedCache? SharedCache { get; init; }

    /// <summary>Encrypts what goes there of methods that want it (AWS: cacheDataEncrypted), or null: such responses stay in memory then.</summary>
    public ResponseProtection? ResponseProtection { get; init; }

    /// <summary>Gets the segments of traced requests, or null. Whoever made it disposes it.</summary>
    public XRayDaemon? XRay { get; init; }

    /// <summary>Sends requests to HTTP backends in place of pooled sockets, or null.</summary>
    public HttpMessageHandler? BackendHandler { get; init; }
}
