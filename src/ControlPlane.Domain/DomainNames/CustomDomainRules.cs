using System.Buffers;
using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Tags;

namespace ControlPlane.Domain.DomainNames;

/// <summary>What custom domains and their base paths must keep to.</summary>
public static class CustomDomainRules
{
    /// <summary>How the wire names the empty base path, and a mapping without a stage.</summary>
    public const string None = "(none)";

    private static readonly SearchValues<char> _hostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.*");

    private static readonly SearchValues<char> _basePathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$-_.+!*'()/");

    /// <summary>Checks a domain before it is stored.</summary>
    /// <returns>The domain.</returns>
    /// <exception cref="ApiException">400.</exception>
    public static CustomDomain Validate(CustomDomain domain)
    {
        if (domain.Name.Length is 0 or > 253 || domain.Name.AsSpan().ContainsAnyExcept(_hostCharacters) || !domain.Name.Contains('.', StringComparison.Ordinal))
        {
            throw ApiException.BadRequest("Invalid domain name specified");
        }

        if (domain.EndpointType is not ("EDGE" or "REGIONAL"))
        {
            throw ApiException.BadRequest($"Invalid endpoint type specified: {domain.EndpointType}");
        }

        if (domain.SecurityPolicy is not ("TLS_1_0" or "TLS_1_2") && !domain.SecurityPolicy.StartsWith("SecurityPolicy_", StringComparison.Ordinal))
        {
            throw ApiException.BadRequest($"Invalid security policy specified: {domain.SecurityPolicy}");
        }

        TagRules.Validate(domain.Tags);
        return domain;
    }

    /// <summary>Checks a base path and brings it into its stored form: no slashes around it, empty for none.</summary>
    /// <exception cref="ApiException">400: characters that a base path cannot have.</exception>
    public static string ValidateBasePath(string? basePath)
    {
        if (basePath is null or None)
        {
            return "";
        }

        return basePath.Length <= 300 && !basePath.StartsWith('/') && !basePath.EndsWith('/') && !basePath.AsSpan().ContainsAnyExcept(_basePathCharacters)
            ? basePath
            : throw ApiException.BadRequest("Invalid base path specified. Base paths may hold letters, numbers and $-_.+!*'()/, and neither start nor end with a slash");
    }

    /// <summary>A mapping's stage, null for none.</summary>
    public static string? StageOrNone(string? stage) => string.IsNullOrEmpty(stage) || stage == None ? null : stage;
}
