using System.Text.RegularExpressions;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The regular expression a call used last: mostly its pattern is a literal, and always the same.</summary>
internal sealed class PatternCache
{
    /// <summary>What compiling one costs beside matching, in units of work.</summary>
    private const int CompileWork = 10_000;

    private Entry? _last;

    public Regex Get(string pattern, bool whole, Rendering rendering)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && last.Whole == whole && last.Pattern == pattern)
        {
            return last.Regex;
        }

        rendering.Budget.Charge(CompileWork);
        last = new Entry(pattern, whole, JavaPattern.Compile(pattern, whole));
        Volatile.Write(ref _last, last);
        return last.Regex;
    }

    private sealed record Entry(string Pattern, bool Whole, Regex Regex);
}
