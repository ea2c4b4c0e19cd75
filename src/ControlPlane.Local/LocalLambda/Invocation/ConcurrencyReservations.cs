using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Invocation;

/// <summary>Counts what each function runs, and holds it to its reserved concurrency.</summary>
internal sealed class ConcurrencyReservations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);

    /// <summary>Counts an invocation in, until disposed.</summary>
    /// <exception cref="LambdaException">The function runs as many as are reserved for it.</exception>
    public Entry Enter(FunctionRecord function)
    {
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(function.Id);
            if (running >= function.ReservedConcurrentExecutions)
            {
                throw LambdaErrors.Throttled(LambdaErrors.ThrottledByReservation);
            }

            _running[function.Id] = running + 1;
        }

        return new Entry(this, function.Id);
    }

    private void Leave(string functionId)
    {
        lock (_gate)
        {
            if (--_running[functionId] == 0)
            {
                _running.Remove(functionId);
            }
        }
    }

    /// <summary>One running invocation.</summary>
    public readonly struct Entry(ConcurrencyReservations owner, string functionId) : IDisposable
    {
        public void Dispose() => owner.Leave(functionId);
    }
}
