namespace ControlPlane.Gateway.Mapping;

/// <summary>Media types as mappings compare them: without parameters.</summary>
internal static class MediaType
{
    public const string Json = "application/json";

    /// <summary>The media type of a Content-Type value; <see cref="Json"/> when there is none.</summary>
    public static string OfContent(string? contentType) => contentType is null ? Json : WithoutParameters(contentType);

    /// <summary>The first media type of an Accept value; <see cref="Json"/> when there is none.</summary>
    public static string FirstAccepted(string? accept)
    {
        if (accept is null)
        {
            return Json;
        }

        var comma = accept.IndexOf(',', StringComparison.Ordinal);
        return WithoutParameters(comma < 0 ? accept : accept[..comma]);
    }

    private static string WithoutParameters(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? value : value[..semicolon]).Trim();
    }
}
