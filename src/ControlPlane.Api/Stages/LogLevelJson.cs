using System.Text.Json;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Stages;

/// <summary>The log level of a stage on the wire.</summary>
internal static class LogLevelJson
{
    /// <summary>The members of an override.</summary>
    public static void Write(Utf8JsonWriter writer, LogLevelOverride level)
    {
        writer.WriteString("level", WireNames.Of(level.Level));
        writer.WriteNumber("sampleRate", level.SampleRate);
        if (level.DebugOnFailure is { } debug)
        {
            writer.WriteStartObject("debugOnFailure");
            if (debug.SlowerThanMillis is { } limit)
            {
                writer.WriteNumber("slowerThanMillis", limit);
            }

            writer.WriteEndObject();
        }

        if (level.ExpiresAt is { } end)
        {
            writer.WriteNumber("expiresAt", end.ToUnixTimeSeconds());
        }
    }

    /// <summary>The override, if one counts, and what counts in all: override, else the methods' own settings, else the host's default.</summary>
    public static void Write(Utf8JsonWriter writer, Stage stage, DateTimeOffset now, StageLogLevel hostDefault)
    {
        var level = stage.LogLevel?.IsActiveAt(now) == true ? stage.LogLevel : null;
        writer.WriteStartObject();
        if (level is not null)
        {
            Write(writer, level);
        }

        writer.WriteStartObject("effective");
        if (level is not null)
        {
            writer.WriteString("source", "OVERRIDE");
            writer.WriteString("level", WireNames.Of(level.Level));
            writer.WriteNumber("sampleRate", level.SampleRate);
        }
        else
        {
            WriteUnset(writer, stage, hostDefault);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteUnset(Utf8JsonWriter writer, Stage stage, StageLogLevel hostDefault)
    {
        var everywhere = stage.MethodSettings.GetValueOrDefault(MethodSettingPatches.Everywhere)?.LoggingLevel;
        writer.WriteString("source", everywhere is null ? "DEFAULT" : "METHOD_SETTINGS");
        writer.WriteString("level", everywhere is { } set ? WireNames.Of(set) : WireNames.Of(hostDefault));
        writer.WriteNumber("sampleRate", 0);
        writer.WriteStartObject("methods");
        foreach (var (key, setting) in stage.MethodSettings)
        {
            if (key != MethodSettingPatches.Everywhere && setting.LoggingLevel is { } own)
            {
                writer.WriteString(key, WireNames.Of(own));
            }
        }

        writer.WriteEndObject();
    }
}
