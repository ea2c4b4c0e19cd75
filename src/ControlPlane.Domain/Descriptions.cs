using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain;

/// <summary>The rule all descriptions share.</summary>
public static class Descriptions
{
    /// <summary>Checks a description.</summary>
    /// <returns>The description.</returns>
    /// <exception cref="ApiException">400: it is there but empty.</exception>
    public static string? Validate(string? description) =>
        description is { Length: 0 } ? throw ApiException.BadRequest("Description cannot be an empty string") : description;
}
