using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class StageCacheTests
{
    [Theory]
    [InlineData(null, 536_870_912)]
    [InlineData("0.5", 536_870_912)]
    [InlineData("1.6", 1_717_986_918)]
    [InlineData("237", 254_476_812_288)]
    public void Bytes_AreTheSizesGigabytes(string? size, long bytes) => StageCache.Bytes(size).ShouldBe(bytes);
}
