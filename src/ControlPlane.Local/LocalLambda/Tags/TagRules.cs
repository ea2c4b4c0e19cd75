using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Tags;

internal sealed record TagResourceRequest(IReadOnlyDictionary<string, string>? Tags);

internal sealed record ListTagsResponse(IReadOnlyDictionary<string, string> Tags);

/// <summary>What tags may be.</summary>
internal static class TagRules
{
    private const int MaxTags = 50;

    public static void Check(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
        {
            return;
        }

        if (tags.Count > MaxTags)
        {
            throw LambdaErrors.InvalidParameter($"Too many tags: at most {MaxTags} are allowed.");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || value is null || value.Length > 256)
            {
                throw LambdaErrors.InvalidParameter("Tag keys have 1 to 128 characters, values 0 to 256.");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw LambdaErrors.InvalidParameter("Tag keys must not begin with aws:.");
            }
        }
    }
}
