using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Resources;

/// <summary>The rules of one path segment: a literal, a variable <c>{name}</c> or a greedy variable <c>{name+}</c>.</summary>
public static class PathPart
{
    /// <summary>Whether the segment is <c>{name}</c> or <c>{name+}</c>.</summary>
    public static bool IsVariable(string pathPart) => pathPart.StartsWith('{');

    /// <summary>Whether the segment is <c>{name+}</c>.</summary>
    public static bool IsGreedy(string pathPart) => pathPart.StartsWith('{') && pathPart.EndsWith("+}", StringComparison.Ordinal);

    /// <summary>Checks a segment.</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static void Validate(string pathPart)
    {
        if (!IsValid(pathPart))
        {
            throw ApiException.BadRequest(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.");
        }
    }

    private static bool IsValid(ReadOnlySpan<char> pathPart)
    {
        if (pathPart.StartsWith("{"))
        {
            if (!pathPart.EndsWith("}"))
            {
                return false;
            }

            var name = pathPart[1..^1];
            name = name.EndsWith("+") ? name[..^1] : name;
            return name.Length > 0 && !name.ContainsAnyExcept(_nameCharacters);
        }

        return pathPart.Length > 0 && !pathPart.ContainsAnyExcept(_literalCharacters);
    }

    private static readonly System.Buffers.SearchValues<char> _nameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:$");

    private static readonly System.Buffers.SearchValues<char> _literalCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:,");
}
