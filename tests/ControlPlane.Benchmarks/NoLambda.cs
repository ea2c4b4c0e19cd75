using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Benchmarks;

/// <summary>No Lambda service.</summary>
internal sealed class NoLambda : ILambdaClient
{
    public ValueTask<Invocation> InvokeAsync(
        string function, ReadOnlyMemory<byte> payload, InvocationType type, CancellationToken cancellationToken) =>
        throw new HttpRequestException("There is no Lambda service.");
}
