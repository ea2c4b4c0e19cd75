using System.Globalization;
using ControlPlane.Domain.UsagePlans;

namespace ControlPlane.Domain.Tests.UsagePlans;

public sealed class QuotaSettingsTests
{
    [Theory]
    [InlineData(QuotaPeriod.Day, 0, "2026-03-04", "2026-03-04", "2026-03-04")]
    [InlineData(QuotaPeriod.Week, 0, "2026-03-01", "2026-03-01", "2026-03-07")]
    [InlineData(QuotaPeriod.Week, 0, "2026-03-07", "2026-03-01", "2026-03-07")]
    [InlineData(QuotaPeriod.Week, 1, "2026-03-01", "2026-02-23", "2026-03-01")]
    [InlineData(QuotaPeriod.Week, 6, "2026-03-07", "2026-03-07", "2026-03-13")]
    [InlineData(QuotaPeriod.Month, 0, "2026-02-28", "2026-02-01", "2026-02-28")]
    [InlineData(QuotaPeriod.Month, 14, "2026-03-14", "2026-02-15", "2026-03-14")]
    [InlineData(QuotaPeriod.Month, 27, "2026-03-28", "2026-03-28", "2026-04-27")]
    public void PeriodOf_BeginsWithItsOffset(QuotaPeriod period, int offset, string day, string first, string last) =>
        new QuotaSettings(1, offset, period).PeriodOf(Day(day)).ShouldBe((Day(first), Day(last)));

    [Theory]
    [InlineData(QuotaPeriod.Day, 0)]
    [InlineData(QuotaPeriod.Week, 6)]
    [InlineData(QuotaPeriod.Month, 27)]
    public void Periods_FollowEachOtherWithoutGaps(QuotaPeriod period, int lastOffset)
    {
        for (var offset = 0; offset <= lastOffset; offset++)
        {
            var quota = new QuotaSettings(1, offset, period);
            for (var day = new DateOnly(2023, 12, 1); day < new DateOnly(2026, 4, 1); day = day.AddDays(1))
            {
                var (first, last) = quota.PeriodOf(day);
                var holds = first <= day && day <= last && quota.PeriodOf(first) == (first, last) && quota.PeriodOf(last) == (first, last)
                    && quota.PeriodOf(last.AddDays(1)).First == last.AddDays(1);
                holds.ShouldBeTrue($"{period} {offset} {day:O}: {first:O} to {last:O}");
            }
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
