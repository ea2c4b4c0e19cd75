using System.Text;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>A Lambda service that answers as told and remembers what it was sent.</summary>
internal sealed class FakeLambda : ILambdaClient
{
    public string Result { get; set; } = """{"statusCode": 200}""";

    public int Status { get; set; } = 200;

    public string? FunctionError { get; set; }

    public Exception? Throws { get; set; }

    /// <summary>Invocations wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public string? Function { get; private set; }

    public string? Payload { get; private set; }

    public InvocationType Type { get; private set; }

    public async ValueTask<Invocation> InvokeAsync(
        string function, ReadOnlyMemory<byte> payload, InvocationType type, CancellationToken cancellationToken)
    {
        Function = function;
        Payload = Encoding.UTF8.GetString(payload.Span);
        Type = type;
        if (Throws is not null)
        {
            throw Throws;
        }

        await Gate.WaitAsync(cancellationToken);
        var result = Encoding.UTF8.GetBytes(Result);
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, result.Length));
        result.CopyTo(rented, 0);
        return new Invocation(Status, rented, result.Length) { FunctionError = FunctionError, RequestId = "lambda-request" };
    }
}
