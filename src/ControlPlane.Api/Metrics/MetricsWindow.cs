using System.Globalization;
using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.Metrics;

/// <summary>Whole minutes that metrics are asked of.</summary>
/// <param name="From">The first minute's beginning.</param>
/// <param name="To">The last minute's end.</param>
internal readonly record struct MetricsWindow(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest window, in minutes.</summary>
    public const int MaxMinutes = 1440;

    private const int _defaultMinutes = 60;

    // A day of seconds from the ends of what can be reckoned with: 1970 and 9999.
    private const long _firstSecond = 86_400;
    private const long _lastSecond = 253_402_214_399;

    /// <summary>The last minute's beginning.</summary>
    public DateTimeOffset Last => To.AddMinutes(-1);

    /// <summary>The window a request asks for.</summary>
    /// <exception cref="ApiException">400: it is none, or too long.</exception>
    public static MetricsWindow Of(ApiRequest request)
    {
        var (minutes, from) = (request.Query("minutes"), request.Query("from"));
        if (minutes is not null && from is not null)
        {
            throw ApiException.BadRequest("Invalid window specified. It has minutes or a from, not both");
        }

        // A minute that has begun belongs to the window, the present one as well.
        var end = Time(request.Query("to"), "to") is { } to ? EndOf(to) : StartOf(request.Now).AddMinutes(1);
        var start = Time(from, "from") is { } given ? StartOf(given) : end.AddMinutes(-Minutes(minutes));
        if (start >= end || end - start > TimeSpan.FromMinutes(MaxMinutes))
        {
            throw ApiException.BadRequest($"Invalid window specified. It must end after it starts and have at most {MaxMinutes} minutes");
        }

        return new MetricsWindow(start, end);
    }

    /// <summary>The beginning of a time's minute.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds() / 60 * 60);

    // What ends with a minute ends before the next.
    private static DateTimeOffset EndOf(DateTimeOffset time) => StartOf(time) == time ? time : StartOf(time).AddMinutes(1);

    private static int Minutes(string? text) => text is null
        ? _defaultMinutes
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= MaxMinutes
            ? minutes
            : throw ApiException.BadRequest($"Invalid minutes specified. It must be a whole number from 1 to {MaxMinutes}");

    private static DateTimeOffset? Time(string? text, string name) => text is null
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= _firstSecond and <= _lastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw ApiException.BadRequest($"Invalid {name} specified. Times are whole seconds since 1970");
}
