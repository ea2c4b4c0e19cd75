namespace ControlPlane.Lambda.Invocations;

/// <summary>The Lambda service, as far as requests need it.</summary>
public interface ILambdaClient
{
    /// <summary>Runs a function (AWS: Invoke).</summary>
    /// <param name="function">Its name, partial ARN or ARN, with <c>:alias</c> or <c>:version</c> behind it if one is meant.</param>
    /// <param name="payload">The event, JSON; must not change until the call completes.</param>
    /// <param name="type">Whether to wait for the result.</param>
    /// <param name="cancellationToken">Gives up waiting; the function may go on.</param>
    /// <returns>What the service answered, also when that is an error. Dispose it to give its memory back.</returns>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<Invocation> InvokeAsync(
        string function,
        ReadOnlyMemory<byte> payload,
        InvocationType type = InvocationType.RequestResponse,
        CancellationToken cancellationToken = default);

    /// <summary>Runs a function as a part of a trace (AWS: Invoke with <c>X-Amzn-Trace-Id</c>); clients that know nothing of traces leave it out.</summary>
    /// <param name="function">See the other overload.</param>
    /// <param name="payload">See the other overload.</param>
    /// <param name="type">See the other overload.</param>
    /// <param name="trace">The trace header, or null for none.</param>
    /// <param name="cancellationToken">See the other overload.</param>
    ValueTask<Invocation> InvokeAsync(string function, ReadOnlyMemory<byte> payload, InvocationType type, string? trace, CancellationToken cancellationToken) =>
        InvokeAsync(function, payload, type, cancellationToken);

    /// <summary>Where a function is invoked, for people: the service's address, if it has one, and the path of Invoke.</summary>
    string AddressOf(string function) => $"/2015-03-31/functions/{function}/invocations";
}

/// <summary>Whether an invocation waits for its result (AWS: InvocationType).</summary>
public enum InvocationType
{
    /// <summary>Waits for the result.</summary>
    RequestResponse,

    /// <summary>Only hands the event over.</summary>
    Event,

    /// <summary>Only checks whether the function could be run.</summary>
    DryRun,
}
