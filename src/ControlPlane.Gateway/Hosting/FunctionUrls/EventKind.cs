namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>What an event turned out to be.</summary>
internal enum EventKind
{
    /// <summary>An HTTP request in payload format 2.0.</summary>
    Request,

    /// <summary>An object without an HTTP request in it: a schedule or an invocation that keeps the function warm.</summary>
    Ping,

    /// <summary>Nothing that can be served.</summary>
    Malformed,
}
