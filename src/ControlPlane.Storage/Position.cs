using System.Buffers.Text;
using System.Text;

namespace ControlPlane.Storage;

/// <summary>Paging tokens: the last sort key of a page, made opaque.</summary>
internal static class Position
{
    public static string? Encode(string? sortKey) => sortKey is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(sortKey));

    /// <summary>The sort key in a token; false when the token was not made here.</summary>
    public static bool TryDecode(string? token, out string? sortKey)
    {
        sortKey = null;
        if (token is null)
        {
            return true;
        }

        if (!Base64Url.IsValid(token))
        {
            return false;
        }

        sortKey = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return true;
    }

    /// <summary>The sort key in a token.</summary>
    /// <exception cref="Domain.Errors.ApiException">400: the token was not made here.</exception>
    public static string? Decode(string? token) =>
        TryDecode(token, out var sortKey) ? sortKey : throw Domain.Errors.ApiException.BadRequest("Invalid position parameter specified");
}
