using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Tags;

/// <summary>What tags must keep to, on every noun that has them.</summary>
public static class TagRules
{
    /// <summary>Most tags of one resource.</summary>
    public const int MaxTags = 50;

    /// <summary>Checks a whole set of tags.</summary>
    /// <returns>The tags.</returns>
    /// <exception cref="ApiException">400: too many, a bad key or a bad value.</exception>
    public static IReadOnlyDictionary<string, string> Validate(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count > MaxTags)
        {
            throw ApiException.BadRequest($"Too many tags. A resource can have at most {MaxTags} tags.");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128)
            {
                throw ApiException.BadRequest($"Invalid tag key specified: {key}. Tag keys must have 1 to 128 characters.");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw ApiException.BadRequest($"Invalid tag key specified: {key}. The prefix aws: is reserved.");
            }

            if (value.Length > 256)
            {
                throw ApiException.BadRequest($"Invalid tag value specified for {key}. Tag values must have at most 256 characters.");
            }
        }

        return tags;
    }

    /// <summary>Tags with others put over them.</summary>
    /// <exception cref="ApiException">400 as <see cref="Validate"/>.</exception>
    public static IReadOnlyDictionary<string, string> Add(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> added) =>
        Validate(tags.Overlay(added));

    /// <summary>Tags without some keys; keys that are not there are ignored.</summary>
    public static IReadOnlyDictionary<string, string> Remove(IReadOnlyDictionary<string, string> tags, IEnumerable<string> keys) =>
        keys.Aggregate(tags, (left, key) => left.Without(key));
}
