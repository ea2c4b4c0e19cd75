using ControlPlane.Gateway.Mapping.JsonPaths;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The JSONPath a call used last: mostly it is a literal, and always the same.</summary>
internal sealed class PathCache
{
    private Entry? _last;

    public JsonPath Get(string text, Rendering rendering)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && last.Text == text)
        {
            return last.Path;
        }

        rendering.Budget.ChargeText(text.Length);
        var path = JsonPath.TryParse(text) ?? throw TemplateFailure.Because($"'{text}' is no JSONPath");
        Volatile.Write(ref _last, new Entry(text, path));
        return path;
    }

    private sealed record Entry(string Text, JsonPath Path);
}
