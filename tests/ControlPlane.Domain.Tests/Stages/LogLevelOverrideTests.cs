using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class LogLevelOverrideTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public void Create_CountsFromTheNextWholeSecond()
    {
        var level = LogLevelOverride.Create("INFO", 2, 0.25, _now);

        level.ShouldBe(new LogLevelOverride { Level = StageLogLevel.Info, SampleRate = 0.25, ExpiresAt = new(2026, 3, 1, 12, 0, 3, TimeSpan.Zero) });
        level.IsActiveAt(_now.AddSeconds(2.998)).ShouldBeTrue();
        level.IsActiveAt(_now.AddSeconds(2.999)).ShouldBeFalse();
    }

    [Fact]
    public void Create_WithoutTime_CountsForGood()
    {
        var level = LogLevelOverride.Create("CRITICAL", null, null, _now);
        (level.ExpiresAt, level.SampleRate, level.IsActiveAt(DateTimeOffset.MaxValue)).ShouldBe((null, 0, true));
    }

    [Theory]
    [InlineData(null, null, null, "Invalid log level: null. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("debug", null, null, "Invalid log level: debug. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("OFF", null, null, "Invalid log level: OFF. level must be one of: [DEBUG, INFO, WARNING, ERROR, CRITICAL]")]
    [InlineData("DEBUG", 0, null, "Invalid ttlSeconds: it must be a whole number from 1 to 604800")]
    [InlineData("DEBUG", 604_801, null, "Invalid ttlSeconds: it must be a whole number from 1 to 604800")]
    [InlineData("DEBUG", null, -0.01, "Invalid sampleRate: it must be a number between 0.0 and 1.0")]
    [InlineData("DEBUG", null, 1.01, "Invalid sampleRate: it must be a number between 0.0 and 1.0")]
    public void Create_Rejects(string? level, int? ttl, double? rate, string message) =>
        Refusal.ShouldBeBadRequest(() => LogLevelOverride.Create(level, ttl, rate, _now), message);

    [Theory]
    [InlineData("DEBUG", 1, 1.0)]
    [InlineData("WARNING", 604_800, 0.0)]
    public void Create_AcceptsTheBounds(string level, int ttl, double rate) => LogLevelOverride.Create(level, ttl, rate, _now).SampleRate.ShouldBe(rate);

    [Fact]
    public void Names_AreAllLevels_AndTheNumbersThoseOfTheFramework()
    {
        StageLogLevels.Names.ShouldBe(string.Join(", ", Enum.GetValues<StageLogLevel>().Select(WireNames.Of)));
        Enum.GetValues<StageLogLevel>().Select(level => (int)level).ShouldBe([1, 2, 3, 4, 5]);
        foreach (var name in StageLogLevels.Names.Split(", "))
        {
            StageLogLevels.TryParse($" {name.ToLowerInvariant()} ", out var level).ShouldBeTrue();
            WireNames.Of(level).ShouldBe(name);
        }

        StageLogLevels.TryParse("Information", out _).ShouldBeFalse();
        StageLogLevels.TryParse(null, out _).ShouldBeFalse();
    }
}
