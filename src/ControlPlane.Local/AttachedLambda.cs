using ControlPlane.Domain.Errors;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Local;

/// <summary>The Lambda service behind this process, whose address is known when the control API has started.</summary>
internal sealed class AttachedLambda
{
    private volatile LambdaClient? _client;

    /// <summary>Its functions, as soon as somebody asks for them.</summary>
    public Lazy<ILambdaFunctions> Functions => new(
        () => _client?.Functions ?? throw Starting(),
        LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Its invocations, as soon as somebody asks for them.</summary>
    public Lazy<ILambdaClient> Client => new(() => _client ?? throw Starting(), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Names the service.</summary>
    public void Attach(LambdaClient client) => _client = client;

    private static ApiException Starting() => new(ErrorType.ServiceUnavailableException, "The gateway is starting. Please try again later.");
}
