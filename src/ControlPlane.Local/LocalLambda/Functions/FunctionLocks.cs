namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>
/// Puts changes to one function in a row. Conditional writes alone already keep a function whole; the lock makes rules that span
/// several items hold too (a version an alias points to is not deleted), and spares well-behaved clients needless conflicts.
/// </summary>
internal sealed class FunctionLocks : IDisposable
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask<Holder> EnterAsync(string functionName, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)string.GetHashCode(functionName, StringComparison.Ordinal) % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Holder(stripe);
    }

    public void Dispose()
    {
        foreach (var stripe in _stripes)
        {
            stripe.Dispose();
        }
    }

    /// <summary>Holds the lock until disposed.</summary>
    public readonly struct Holder(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
