namespace ControlPlane.Gateway.Tests.Routing;

/// <summary>The routing rules written down without any thought of speed: all resources that fit, the best one by rank.</summary>
internal static class NaiveMatcher
{
    /// <summary>The template that serves a path, or null; every template is taken to serve the verb.</summary>
    public static string? Match(IEnumerable<string> templates, string path)
    {
        path = path.TrimEnd('/');
        var segments = path.Length == 0 ? [] : path[1..].Split('/');
        return templates.Where(template => Fits(template, segments)).MinBy(Rank, StringComparer.Ordinal);
    }

    private static bool Fits(string template, string[] segments)
    {
        var parts = template == "/" ? [] : template[1..].Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i >= segments.Length)
            {
                return false;
            }

            if (parts[i].EndsWith("+}", StringComparison.Ordinal))
            {
                return true;
            }

            if (segments[i].Length == 0 || (parts[i][0] != '{' && parts[i] != segments[i]))
            {
                return false;
            }
        }

        return parts.Length == segments.Length;
    }

    /// <summary>One digit per segment, the smaller the better: literal, variable, greedy.</summary>
    private static string Rank(string template) => string.Concat(
        template.Split('/').Select(part => part.EndsWith("+}", StringComparison.Ordinal) ? '3' : part.StartsWith('{') ? '2' : '1'));
}
