namespace ControlPlane.Gateway.Admission.Policies;

/// <summary>Patterns of IAM policies: <c>*</c> stands for any characters or none, <c>?</c> for one.</summary>
internal static class Wildcards
{
    /// <summary>Whether a text as a whole is what a pattern describes. Takes time in proportion to the product of their lengths at most.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        var (at, from) = (0, 0);
        var (star, resume) = (-1, 0);
        while (from < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, from);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || Same(pattern[at], text[from], ignoreCase)))
            {
                at++;
                from++;
            }
            else if (star >= 0)
            {
                (at, from) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static bool Same(char one, char other, bool ignoreCase) =>
        one == other || (ignoreCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}
