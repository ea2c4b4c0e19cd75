using System.Buffers.Text;
using System.Text;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Storage;

/// <summary>Paging tokens: the key of the last element of a page, made opaque.</summary>
public static class PagePosition
{
    // No key is longer: the limit of DynamoDB's sort keys, of which a token takes a third more.
    private const int _maxTokenLength = 1024 * 4 / 3 + 4;

    /// <summary>The token of a key, or null at the end of a list.</summary>
    public static string? Encode(string? key) => key is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <summary>The key in a token, or null when there is no token.</summary>
    /// <exception cref="ApiException">400: the token was not made here.</exception>
    public static string? Decode(string? token) =>
        token is null ? null
        : token.Length <= _maxTokenLength && Base64Url.IsValid(token) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))
        : throw ApiException.BadRequest("Invalid position parameter specified");
}
