using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ControlPlane.Gateway.Splitting;

/// <summary>
/// Reads a claim of a request's bearer token (RFC 6750, RFC 7519) as it stands there: nothing is verified, so that the canary may be picked by
/// it and nothing else. What is no token has no claims.
/// </summary>
internal static class BearerClaim
{
    /// <summary>Longest payload that is read, in characters of base64url; a request's headers have no room for more.</summary>
    public const int MaxPayload = 10_240;

    private const string Scheme = "Bearer ";

    /// <summary>Reads a claim of the <c>Authorization</c> header.</summary>
    /// <param name="authorization">The header, or null.</param>
    /// <param name="name">The claim.</param>
    /// <param name="value">Room for it. Strings come as their UTF-8, numbers, true and false as they are written.</param>
    /// <param name="written">How many bytes it has.</param>
    /// <returns>False when there is no such claim, it is an object, an array or null, or has no room.</returns>
    public static bool TryRead(string? authorization, string name, Span<byte> value, out int written)
    {
        written = 0;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var token = authorization.AsSpan(Scheme.Length).Trim(' ');
        var start = token.IndexOf('.') + 1;
        var length = start == 0 ? -1 : token[start..].IndexOf('.');
        if (length is <= 0 or > MaxPayload)
        {
            return false;
        }

        var room = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(length));
        try
        {
            return Base64Url.DecodeFromChars(token.Slice(start, length), room, out _, out var decoded) == OperationStatus.Done
                && TryFind(room.AsSpan(0, decoded), name, value, out written);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> json, string name, Span<byte> value, out int written)
    {
        written = 0;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(name);
                reader.Read();
                if (isIt)
                {
                    return TryCopy(ref reader, value, out written);
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Garbage, or text that is no UTF-8: no claims.
        }

        return false;
    }

    private static bool TryCopy(ref Utf8JsonReader reader, Span<byte> value, out int written)
    {
        written = 0;
        if (reader.ValueSpan.Length > value.Length)
        {
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                written = reader.CopyString(value);
                return written > 0;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                reader.ValueSpan.CopyTo(value);
                written = reader.ValueSpan.Length;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a claim has a value, or, without one, is there.</summary>
    public static bool Matches(string? authorization, string name, string? expected)
    {
        Span<byte> found = stackalloc byte[1024];
        if (!TryRead(authorization, name, found, out var written))
        {
            return false;
        }

        if (expected is null)
        {
            return true;
        }

        Span<byte> wanted = stackalloc byte[1024];
        return Encoding.UTF8.TryGetBytes(expected, wanted, out var length) && found[..written].SequenceEqual(wanted[..length]);
    }
}
