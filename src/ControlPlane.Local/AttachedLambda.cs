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
        () => _client?.Functions ?? throw new ApiException(ErrorType.ServiceUnavailableException, "The gateway is starting. Please try again later."),
        LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Names the service.</summary>
    public void Attach(LambdaClient client) => _client = client;
}
