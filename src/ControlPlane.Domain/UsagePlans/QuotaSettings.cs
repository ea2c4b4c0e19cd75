using System.Text.Json.Serialization;

namespace ControlPlane.Domain.UsagePlans;

/// <summary>How many requests a key has in each period (AWS: QuotaSettings).</summary>
/// <param name="Limit">Requests, 0 or more.</param>
/// <param name="Offset">Which day of the period is its first: 0 for DAY, 0 (Sunday) to 6 for WEEK, 0 to 27 for MONTH.</param>
/// <param name="Period">The period.</param>
public sealed record QuotaSettings(int Limit, int Offset, QuotaPeriod Period)
{
    /// <summary>The period that a day belongs to: its first and its last day, in UTC.</summary>
    public (DateOnly First, DateOnly Last) PeriodOf(DateOnly day)
    {
        switch (Period)
        {
            case QuotaPeriod.Week:
                var first = day.AddDays(-(((int)day.DayOfWeek - Offset + 7) % 7));
                return (first, first.AddDays(6));
            case QuotaPeriod.Month:
                var start = new DateOnly(day.Year, day.Month, 1 + Offset);
                start = start > day ? start.AddMonths(-1) : start;
                return (start, start.AddMonths(1).AddDays(-1));
            default:
                return (day, day);
        }
    }
}

/// <summary>The periods of quotas (AWS: QuotaPeriodType).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuotaPeriod>))]
public enum QuotaPeriod
{
    /// <summary>A day in UTC.</summary>
    [JsonStringEnumMemberName("DAY")]
    Day,

    /// <summary>Seven days.</summary>
    [JsonStringEnumMemberName("WEEK")]
    Week,

    /// <summary>A month.</summary>
    [JsonStringEnumMemberName("MONTH")]
    Month,
}
