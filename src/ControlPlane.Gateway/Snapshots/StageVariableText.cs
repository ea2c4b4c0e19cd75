using System.Text;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>Resolves <c>${stageVariables.name}</c> in integration URIs. Unset variables become nothing; any other <c>${}</c> stays.</summary>
internal static class StageVariableText
{
    private const string Opening = "${stageVariables.";

    public static string Resolve(string text, IReadOnlyDictionary<string, string> variables)
    {
        var start = text.IndexOf(Opening, StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        var resolved = new StringBuilder(text.Length);
        var copied = 0;
        while (start >= 0)
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            resolved.Append(text, copied, start - copied);
            resolved.Append(variables.GetValueOrDefault(text[(start + Opening.Length)..end], ""));
            copied = end + 1;
            start = text.IndexOf(Opening, copied, StringComparison.Ordinal);
        }

        return resolved.Append(text, copied, text.Length - copied).ToString();
    }
}
