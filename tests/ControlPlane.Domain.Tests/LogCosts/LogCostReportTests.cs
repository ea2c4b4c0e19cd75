using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.LogCosts;

public sealed class LogCostReportTests
{
    private const long _gigabyte = 1024L * 1024 * 1024;

    private static readonly TimeSpan _month = TimeSpan.FromDays(30);
    private static readonly LogTerms _terms = new(LogPrices.Of("us-east-1"), [30, 90]);

    [Theory]
    [InlineData(StageLogLevel.Debug, 50, 0)]
    [InlineData(StageLogLevel.Info, 10, 80)]
    [InlineData(StageLogLevel.Warning, 1, 98)]
    [InlineData(StageLogLevel.Error, 0, 100)]
    public void EveryLevel_HasWhatItWouldWrite_WhateverWasWritten(StageLogLevel level, double dollars, double saved)
    {
        // A month of 80 GB of DEBUG, 18 of INFO and 2 of WARNING, whatever of it the level of the time has kept.
        foreach (var written in Enum.GetValues<StageLogLevel>())
        {
            var report = Report(Volume(written, (LogKind.Debug, 80), (LogKind.Info, 18), (LogKind.Warning, 2)), At(level));
            report.Total.Levels.Select(projection => Math.Round(projection.Bills[0].Ingestion, 6)).ShouldBe([50, 10, 1, 0, 0, 0]);
            Math.Round(report.Total.Present.Bills[0].Ingestion, 6).ShouldBe(dollars);
            Math.Round(report.Savings[0].Saving.Percent, 6).ShouldBe(saved);
            report.Total.Present.Bills.Select(bill => bill.RetentionDays).ShouldBe([30, 90]);
        }
    }

    [Fact]
    public void TheSummary_NamesWhatIsSaved()
    {
        var volume = Volume(StageLogLevel.Warning, (LogKind.Debug, 60), (LogKind.Info, 20), (LogKind.Warning, 20));
        Report(volume, At(StageLogLevel.Warning)).Summary.ShouldBe("WARNING saves 80 % of the 50.45 $/month of DEBUG, and saves 50 % of the 20.18 $/month of INFO.");
        Report(volume, At(StageLogLevel.Debug)).Summary.ShouldBe("DEBUG costs 30.27 $/month more than INFO (20.18 $).");
    }

    [Fact]
    public void AccessAndExecutionLogs_StayAtEveryLevel_AsFarAsTheyAreWritten()
    {
        var volume = Volume(StageLogLevel.Debug, (LogKind.Debug, 10), (LogKind.Access, 4), (LogKind.Execution, 2));
        volume.Suppress(LogKind.Execution, new LogAmount(0, 100 * _gigabyte));
        Report(volume, At(StageLogLevel.Critical)).Total.Levels.Select(projection => Math.Round(projection.Gigabytes, 6)).ShouldBe([16, 6, 6, 6, 6, 6]);
    }

    [Fact]
    public void EachEvent_HasItsOverhead()
    {
        var volume = new LogVolume();
        volume.Write(LogKind.Error, new LogAmount(_gigabyte / 26, 0));
        Math.Round(Report(volume, At(StageLogLevel.Error)).Total.Present.Gigabytes, 6).ShouldBe(1);
    }

    [Fact]
    public void SamplesAndHeldRecords_AreInThePresent()
    {
        var volume = Volume(StageLogLevel.Error, (LogKind.Debug, 100), (LogKind.Error, 10));
        Present(At(StageLogLevel.Error)).ShouldBe(10);
        Present(At(StageLogLevel.Error) with { SampleRate = 0.05 }).ShouldBe(15);
        Present(At(StageLogLevel.Error) with { SampleRate = 1 }).ShouldBe(110);
        volume.Hold(new LogAmount(0, 20 * _gigabyte));
        Present(At(StageLogLevel.Error)).ShouldBe(10);
        Present(At(StageLogLevel.Error) with { DebugOnFailure = new DebugOnFailure(null) }).ShouldBe(30);
        Present(At(StageLogLevel.Debug) with { DebugOnFailure = new DebugOnFailure(null) }).ShouldBe(110);

        double Present(EffectiveLogLevel level) => Math.Round(Report(volume, level).Total.Present.Gigabytes, 6);
    }

    [Fact]
    public void Off_KeepsNoRecord() =>
        Math.Round(Report(Volume(StageLogLevel.Debug, (LogKind.Critical, 5), (LogKind.Access, 1)), At(null)).Total.Present.Gigabytes, 6).ShouldBe(1);

    [Fact]
    public void OneVariantAlone_IsTheTotal()
    {
        var canary = Volume(StageLogLevel.Info, (LogKind.Info, 3));
        var report = LogCostReport.Of(new LogMeasure(new LogVolume(), canary, _month, At(StageLogLevel.Info)), _terms, "us-east-1");
        report.Base.Levels.ShouldAllBe(projection => projection.Gigabytes == 0);
        report.Total.Present.Gigabytes.ShouldBe(report.Canary.Present.Gigabytes);
        Math.Round(report.Total.Present.Gigabytes, 6).ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void WithoutTraffic_ThereIsNothingToPay(int seconds)
    {
        var report = LogCostReport.Of(new LogMeasure(new LogVolume(), new LogVolume(), TimeSpan.FromSeconds(seconds), At(StageLogLevel.Info)), _terms, "us-east-1");
        report.Total.Levels.ShouldAllBe(projection => projection.Bills.All(bill => bill.Total == 0));
        report.Savings.ShouldAllBe(saving => saving.Saving.Percent == 0);
        report.Warnings.ShouldBe(["Nothing was logged or suppressed in this window: there is nothing to project."]);
    }

    [Theory]
    [InlineData(1000, 3, "Projected from 1000 records in 3 seconds: too little to rely on.")]
    [InlineData(99, 3600, "Projected from 99 records in 3600 seconds: too little to rely on.")]
    [InlineData(100, 600, null)]
    public void TooLittle_IsSaid(int records, int seconds, string? warning)
    {
        var volume = new LogVolume();
        volume.Suppress(LogKind.Debug, new LogAmount(records, records * 400));
        var report = LogCostReport.Of(new LogMeasure(volume, new LogVolume(), TimeSpan.FromSeconds(seconds), At(StageLogLevel.Info)), _terms, "us-east-1");
        report.Warnings.SingleOrDefault().ShouldBe(warning);
    }

    [Theory]
    [InlineData(60, 40, "GET /pets writes 60 % of the bytes.")]
    [InlineData(50, 50, null)]
    [InlineData(30, 30, null)]
    [InlineData(0, 0, null)]
    public void ARouteThatWritesMost_IsNamed(long pets, long dogs, string? warning)
    {
        var volume = new LogVolume();
        volume.Write(LogKind.Info, new LogAmount(1000, 100));
        volume.AddRoute("GET /pets", pets);
        volume.AddRoute("GET /dogs", dogs);
        LogCostWarnings.Route(volume).ShouldBe(warning);
    }

    [Fact]
    public void ARegionWithoutPrices_IsSaid() =>
        LogCostReport.Of(new LogMeasure(Enough(), new LogVolume(), _month, At(StageLogLevel.Info)), _terms, "mars-north-1").Warnings
            .ShouldBe(["The prices of mars-north-1 are not known here: those of us-east-1 are taken."]);

    [Fact]
    public void MethodsWithLevelsOfTheirOwn_AreMeasured_OrSaid()
    {
        var level = At(StageLogLevel.Info) with { Methods = new Dictionary<string, StageLogLevel?> { ["~1pets/GET"] = StageLogLevel.Error } };
        var before = new LogMeasure(Enough(), new LogVolume(), _month, level);
        LogCostReport.Of(before, _terms, "us-east-1").Warnings
            .ShouldBe(["Methods have levels of their own, for less than a whole minute: the present is projected as if all had INFO."]);

        var unchanged = new LogMeasure(Volume(StageLogLevel.Info, (LogKind.Info, 1)), new LogVolume(), _month / 30, level);
        var report = LogCostReport.Of(before with { Unchanged = unchanged }, _terms, "us-east-1");
        report.Warnings.ShouldBeEmpty();
        Math.Round(report.Total.Present.Gigabytes, 6).ShouldBe(30);
    }

    private static LogVolume Enough()
    {
        var volume = new LogVolume();
        volume.Write(LogKind.Info, new LogAmount(1000, 400_000));
        return volume;
    }

    private static LogVolume Volume(StageLogLevel writtenFrom, params (LogKind Kind, int Gigabytes)[] amounts)
    {
        var volume = new LogVolume();
        foreach (var (kind, gigabytes) in amounts)
        {
            var amount = new LogAmount(0, gigabytes * _gigabyte);
            if (kind >= LogKind.Access || (int)kind >= (int)writtenFrom - 1)
            {
                volume.Write(kind, amount);
            }
            else
            {
                volume.Suppress(kind, amount);
            }
        }

        return volume;
    }

    private static LogCostReport Report(LogVolume volume, EffectiveLogLevel level) =>
        LogCostReport.Of(new LogMeasure(volume, new LogVolume(), _month, level), _terms, "us-east-1");

    private static EffectiveLogLevel At(StageLogLevel? level) => new() { Source = "DEFAULT", Level = level };
}
