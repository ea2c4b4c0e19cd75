using System.Buffers;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Integrations;

/// <summary>The rule for media types that key templates and models.</summary>
public static class MediaTypes
{
    // RFC 9110, 5.6.2: the characters of a token, beside the one slash and parameters.
    private static readonly SearchValues<char> _token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>Checks a media type (<c>$default</c> is one here).</summary>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static void Validate(string type)
    {
        if (type != "$default" && !IsMediaType(type))
        {
            throw ApiException.BadRequest($"Validation Result: warnings : [], errors : [Invalid content type specified: {type}]");
        }
    }

    private static bool IsMediaType(ReadOnlySpan<char> type)
    {
        var parameters = type.IndexOf(';');
        var essence = (parameters < 0 ? type : type[..parameters]).Trim();
        var slash = essence.IndexOf('/');
        return slash > 0
            && slash < essence.Length - 1
            && !essence[..slash].ContainsAnyExcept(_token)
            && !essence[(slash + 1)..].ContainsAnyExcept(_token);
    }
}
