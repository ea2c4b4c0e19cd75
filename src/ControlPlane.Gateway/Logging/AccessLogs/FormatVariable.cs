namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>A variable of an access log format where it stands: <c>$context.name</c>, or <c>$stageVariables.name</c>.</summary>
internal readonly ref struct FormatVariable
{
    private const string Context = "$context.";
    private const string Stage = "$stageVariables.";

    private FormatVariable(int start, bool isStageVariable, ReadOnlySpan<char> name)
    {
        Start = start;
        IsStageVariable = isStageVariable;
        Name = name;
    }

    /// <summary>Where it begins, with its prefix.</summary>
    public int Start { get; }

    /// <summary>Whether the stage has its value, not the request.</summary>
    public bool IsStageVariable { get; }

    /// <summary>Its name; of a request's variable the longest one that may be meant, since what follows may be the format's own dots.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>Where its name begins.</summary>
    public int NameStart => Start + (IsStageVariable ? Stage : Context).Length;

    /// <summary>Finds the first variable in a text. A prefix without a name is a text like any other.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out FormatVariable variable)
    {
        for (var from = 0; text[from..].IndexOf('$') is var next and >= 0; from++)
        {
            from += next;
            var rest = text[from..];
            var isStageVariable = rest.StartsWith(Stage);
            if (!isStageVariable && !rest.StartsWith(Context))
            {
                continue;
            }

            var name = isStageVariable ? StageName(rest[Stage.Length..]) : ContextName(rest[Context.Length..]);
            if (!name.IsEmpty)
            {
                variable = new FormatVariable(from, isStageVariable, name);
                return true;
            }
        }

        variable = default;
        return false;
    }

    private static ReadOnlySpan<char> ContextName(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-'))
        {
            end++;
        }

        return text[..end].TrimEnd(".-");
    }

    private static ReadOnlySpan<char> StageName(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return text[..end];
    }
}
