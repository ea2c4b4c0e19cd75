using ControlPlane.Domain.Stages;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Logging;

/// <summary>What API Gateway's method settings say of levels.</summary>
internal static class MethodLevels
{
    /// <summary>The level of a method.</summary>
    /// <param name="own">The method's own loggingLevel, or null.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="otherwise">The level when neither the method nor <c>*/*</c> has one.</param>
    public static LogLevel Of(LoggingLevel? own, Stage stage, LogLevel otherwise) =>
        (own ?? stage.MethodSettings.GetValueOrDefault(MethodSettingPatches.Everywhere)?.LoggingLevel) switch
        {
            null => otherwise,
            LoggingLevel.Off => LogLevel.None,
            LoggingLevel.Error => LogLevel.Error,
            LoggingLevel.Info => LogLevel.Information,
            var unknown => throw new ArgumentOutOfRangeException(nameof(own), unknown, "Unknown logging level."),
        };
}
