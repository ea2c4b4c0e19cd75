namespace ControlPlane.Gateway.Tests.Caching;

/// <summary>What happens beside a request, or just after its response.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something holds.</summary>
    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var over = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, over.Token);
        }
    }
}
