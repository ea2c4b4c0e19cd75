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

        WriteEffective(writer, "effective", EffectiveLogLevel.Of(stage, now, hostDefault));
        writer.WriteEndObject();
    }

    /// <summary>What counts in all.</summary>
    public static void WriteEffective(Utf8JsonWriter writer, string name, EffectiveLogLevel level)
    {
        writer.WriteStartObject(name);
        writer.WriteString("source", level.Source);
        writer.WriteString("level", level.Name);
        writer.WriteNumber("sampleRate", level.SampleRate);
        if (level.Source != EffectiveLogLevel.Override)
        {
            writer.WriteStartObject("methods");
            foreach (var (key, own) in level.Methods)
            {
                writer.WriteString(key, EffectiveLogLevel.NameOf(own));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
