using System.Buffers;
using System.Text;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>A Lambda service whose functions answer what their name says; the real one is the conformance tests'.</summary>
internal sealed class TestFunctions : ILambdaClient
{
    public ValueTask<Invocation> InvokeAsync(string function, ReadOnlyMemory<byte> payload, InvocationType type, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(function.EndsWith(":broken", StringComparison.Ordinal)
            ? """{"errorMessage":"it broke","errorType":"Error"}"""
            : """{"statusCode":201,"multiValueHeaders":{"X-Many":["a","b"]},"body":"created"}""");
        var rented = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(rented, 0);
        return new(new Invocation(200, rented, body.Length)
        {
            FunctionError = function.EndsWith(":broken", StringComparison.Ordinal) ? "Unhandled" : null,
            RequestId = "lambda-request",
        });
    }
}
