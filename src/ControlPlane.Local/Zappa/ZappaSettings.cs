using System.Text.Json;

namespace ControlPlane.Local.Zappa;

/// <summary>The settings file of a Zappa project: stages by name, each of which may extend another.</summary>
internal sealed class ZappaSettings
{
    private static readonly JsonDocumentOptions _lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private ZappaSettings(IReadOnlyList<ZappaStage> stages) => Stages = stages;

    /// <summary>The stages, in the file's order, with what they inherit.</summary>
    public IReadOnlyList<ZappaStage> Stages { get; }

    /// <summary>Reads a settings file's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="project">The project's name for stages that have none: Zappa takes the folder's.</param>
    /// <exception cref="UsageException">It is not what Zappa takes.</exception>
    public static ZappaSettings Parse(string json, string project)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _lenient);
            var root = document.RootElement;
            ReadTexts(root);
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new UsageException("The settings are no JSON object of stages.");
            }

            return new ZappaSettings([.. root.EnumerateObject().Select(static stage => stage.Name).Distinct().Select(name => Resolve(root, name, project))]);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"The settings are no JSON: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair is JSON by its letters and no text.
            throw new UsageException("The settings hold a text that is no Unicode.");
        }
    }

    private static ZappaStage Resolve(JsonElement root, string name, string project)
    {
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new UsageException($"The stage name '{name}' is none of Zappa's: letters, digits and underscores.");
        }

        var settings = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var seen = new List<string>();
        for (var next = name; next is not null;)
        {
            if (seen.Contains(next))
            {
                throw new UsageException($"The stage {name} extends itself: {string.Join(" extends ", [.. seen, next])}.");
            }

            seen.Add(next);
            if (!root.TryGetProperty(next, out var stage))
            {
                throw new UsageException($"The stage {seen[^2]} extends {next}, which is not there.");
            }

            if (stage.ValueKind != JsonValueKind.Object)
            {
                throw new UsageException($"The stage {next} is no JSON object.");
            }

            foreach (var setting in stage.EnumerateObject().Reverse())
            {
                // The last of a name counts, and the nearer stage's setting replaces the farther one's as a whole, as in Zappa.
                settings.TryAdd(setting.Name, setting.Value.Clone());
            }

            next = Extends(stage, next);
        }

        settings.Remove("extends");
        return new ZappaStage(name, seen[1..], project, settings);
    }

    /// <summary>Throws where a text is none, before anybody reads it.</summary>
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    ReadTexts(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }

    private static string? Extends(JsonElement stage, string name)
    {
        if (!stage.TryGetProperty("extends", out var extends) || extends.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return extends.ValueKind == JsonValueKind.String
            ? extends.GetString()
            : throw new UsageException($"The stage {name} extends something that is no name.");
    }
}
