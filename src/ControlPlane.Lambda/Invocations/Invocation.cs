using System.Buffers;

namespace ControlPlane.Lambda.Invocations;

/// <summary>What the Lambda service answered to an invocation. Its payload is pooled memory, good until disposal.</summary>
public sealed class Invocation : IDisposable
{
    private byte[]? _rented;
    private readonly int _length;

    /// <summary>Creates an answer.</summary>
    /// <param name="statusCode">See <see cref="StatusCode"/>.</param>
    /// <param name="rented">An array of the shared pool that now belongs to the answer.</param>
    /// <param name="length">How much of it is payload.</param>
    public Invocation(int statusCode, byte[] rented, int length)
    {
        StatusCode = statusCode;
        _rented = rented;
        _length = length;
    }

    /// <summary>The HTTP status: 200 when the function ran (even if it failed), 202 and 204 for the other types, else the service refused.</summary>
    public int StatusCode { get; }

    /// <summary>True when the service took the invocation.</summary>
    public bool IsAccepted => StatusCode is >= 200 and < 300;

    /// <summary><c>Unhandled</c> or <c>Handled</c> when the function itself failed, else null.</summary>
    public string? FunctionError { get; init; }

    /// <summary>The version that ran, or null when the service does not say.</summary>
    public string? ExecutedVersion { get; init; }

    /// <summary>The service's id of the invocation, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>The error class when the service refused, or null.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The function's result, or the error document.</summary>
    public ReadOnlyMemory<byte> Payload => _rented is null ? default : _rented.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { Length: > 0 } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
