using ControlPlane.Domain.Deployments;

namespace ControlPlane.Domain.Tests.Deployments;

public sealed class DeploymentRetentionTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // d0 was taken now, d1 a day ago, and so on.
    private static readonly Deployment[] _all = [.. Enumerable.Range(0, 6).Select(i => new Deployment { Id = $"d{i}", CreatedDate = _now.AddDays(-i) })];

    [Theory]
    [InlineData(2, null, "", "d5 d4 d3 d2")]
    [InlineData(2, null, "d3 d5", "d4 d2")]
    [InlineData(10, null, "", "")]
    [InlineData(null, 3, "", "d5 d4 d3")]
    [InlineData(null, 3, "d4", "d5 d3")]
    [InlineData(5, 2, "", "d5 d4 d3 d2")]
    [InlineData(1, 100, "d0 d1 d2 d3 d4 d5", "")]
    public void Superfluous_TooManyOrTooOld_AndNotInUse(int? count, int? days, string inUse, string superfluous) =>
        string.Join(' ', DeploymentRetention.Create(count, days).Superfluous(_all, inUse.Split(' ').ToHashSet(), _now).Select(deployment => deployment.Id))
            .ShouldBe(superfluous);

    [Fact]
    public void NextEnd_IsWhenTheOldestThatIsYoungEnough_IsTooOld()
    {
        DeploymentRetention.Create(null, 3).NextEnd(_all, _now).ShouldBe(_now.AddDays(1));
        DeploymentRetention.Create(null, 3).NextEnd([], _now).ShouldBeNull();
        DeploymentRetention.Create(2, null).NextEnd(_all, _now).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0, null)]
    [InlineData(10_001, null)]
    [InlineData(null, 0)]
    [InlineData(5, 36_501)]
    public void Create_OutOfRange_IsRefused(int? count, int? days) =>
        Should.Throw<Errors.ApiException>(() => DeploymentRetention.Create(count, days)).Message.ShouldStartWith("Invalid ");
}
