using System.Collections.Concurrent;
using System.Text;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Tests.Doubles;

/// <summary>A Lambda service that answers as told and remembers what it was sent.</summary>
internal sealed class FakeLambda : ILambdaClient
{
    private readonly ConcurrentDictionary<string, string> _payloads = new();

    public string Result { get; set; } = """{"statusCode": 200}""";

    public int Status { get; set; } = 200;

    public string? FunctionError { get; set; }

    /// <summary>The version that is said to have run, or null for none.</summary>
    public string? ExecutedVersion { get; set; }

    public Exception? Throws { get; set; }

    /// <summary>Answers for single functions, in place of <see cref="Result"/>; null for no answer of its own.</summary>
    public Func<string, string, string?> Answer { get; set; } = (_, _) => null;

    /// <summary>Functions that fail with what they answer.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>All functions that were invoked, in order.</summary>
    public ConcurrentQueue<string> Invoked { get; } = new();

    /// <summary>How often a function was invoked.</summary>
    public int Count(string function) => Invoked.Count(invoked => invoked == function);

    /// <summary>What a function was sent last.</summary>
    public string PayloadOf(string function) => _payloads[function];

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
        _payloads[function] = Payload;
        Invoked.Enqueue(function);
        Type = type;
        var text = Payload;
        if (Throws is not null)
        {
            throw Throws;
        }

        await Gate.WaitAsync(cancellationToken);
        var result = Encoding.UTF8.GetBytes(Answer(function, text) ?? Result);
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(1, result.Length));
        result.CopyTo(rented, 0);
        return new Invocation(Status, rented, result.Length) { FunctionError = Failing.Contains(function) ? "Unhandled" : FunctionError, RequestId = "lambda-request", ExecutedVersion = ExecutedVersion };
    }
}
