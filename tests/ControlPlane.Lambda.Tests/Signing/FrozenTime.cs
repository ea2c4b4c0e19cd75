namespace ControlPlane.Lambda.Tests.Signing;

/// <summary>The moment of AWS's published test vectors.</summary>
internal sealed class FrozenTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
}
