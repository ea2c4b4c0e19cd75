using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Tags;

namespace ControlPlane.Domain.ApiKeys;

/// <summary>What API keys must keep to.</summary>
public static class ApiKeyRules
{
    /// <summary>Characters of a value that is made here.</summary>
    public const int GeneratedLength = 40;

    /// <summary>Fewest characters of a value.</summary>
    public const int MinLength = 20;

    /// <summary>Most characters of a value.</summary>
    public const int MaxLength = 128;

    /// <summary>Most usage plans of one key.</summary>
    public const int MaxPlans = 10;

    /// <summary>Checks a key before it is stored.</summary>
    /// <returns>The key.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static ApiKey Validate(ApiKey key)
    {
        if (key.Value.Length < MinLength)
        {
            throw ApiException.BadRequest($"API Key value should be at least {MinLength} characters");
        }

        if (key.Value.Length > MaxLength)
        {
            throw ApiException.BadRequest($"API Key value exceeds maximum size of {MaxLength} characters");
        }

        foreach (var character in key.Value)
        {
            // It travels in a header.
            if (character is <= ' ' or > '~')
            {
                throw ApiException.BadRequest("API Key value should only contain printable ASCII characters without blanks");
            }
        }

        if (key.Name is { Length: > 1024 })
        {
            throw ApiException.BadRequest("API Key name exceeds maximum size of 1024 characters");
        }

        TagRules.Validate(key.Tags);
        return key;
    }

    /// <summary>What a value is found by: SHA-256 in lower-case hexadecimal, so that the value itself is in no key of the store.</summary>
    public static string DigestOf(string value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes = value.Length <= MaxLength ? stackalloc byte[MaxLength * 3] : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(value, bytes)], hash);
        return Convert.ToHexStringLower(hash);
    }
}
