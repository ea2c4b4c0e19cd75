using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class EffectiveLogLevelTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, "DEFAULT", "WARNING")]
    [InlineData(null, LoggingLevel.Info, null, "METHOD_SETTINGS", "INFO")]
    [InlineData(null, LoggingLevel.Off, null, "METHOD_SETTINGS", "OFF")]
    [InlineData(StageLogLevel.Debug, LoggingLevel.Error, null, "OVERRIDE", "DEBUG")]
    [InlineData(StageLogLevel.Debug, LoggingLevel.Error, 1, "OVERRIDE", "DEBUG")]
    [InlineData(StageLogLevel.Debug, LoggingLevel.Error, 0, "METHOD_SETTINGS", "ERROR")]
    [InlineData(StageLogLevel.Debug, null, -1, "DEFAULT", "WARNING")]
    public void Of_TheFirstThatSaysSomething_Counts(StageLogLevel? own, LoggingLevel? everywhere, int? endsInSeconds, string source, string name)
    {
        var stage = Sample.Stage() with
        {
            LogLevel = own is { } level ? new LogLevelOverride { Level = level, ExpiresAt = endsInSeconds is { } seconds ? _now.AddSeconds(seconds) : null } : null,
            MethodSettings = everywhere is { } set ? new Dictionary<string, MethodSetting> { ["*/*"] = new() { LoggingLevel = set } } : new Dictionary<string, MethodSetting>(),
        };
        var effective = EffectiveLogLevel.Of(stage, _now, StageLogLevel.Warning);
        (effective.Source, effective.Name, effective.HasMethodsApart).ShouldBe((source, name, false));
    }

    [Fact]
    public void Of_MethodsMayHaveTheirOwn()
    {
        var stage = Sample.Stage() with
        {
            MethodSettings = new Dictionary<string, MethodSetting>
            {
                ["*/*"] = new() { LoggingLevel = LoggingLevel.Error },
                ["~1pets/GET"] = new() { LoggingLevel = LoggingLevel.Off },
                ["~1dogs/GET"] = new(),
            },
        };
        var effective = EffectiveLogLevel.Of(stage, _now, StageLogLevel.Warning);
        effective.Methods.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("~1pets/GET", (StageLogLevel?)null));
        effective.HasMethodsApart.ShouldBeTrue();
    }
}
