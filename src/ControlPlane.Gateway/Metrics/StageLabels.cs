namespace ControlPlane.Gateway.Metrics;

/// <summary>What metrics call a variant of a stage.</summary>
/// <param name="ApiName">The API's name without what CloudWatch does not take, at most 255 characters; the id when nothing remains.</param>
/// <param name="Stage">The stage's name: <c>prod</c>, for its canary <c>prod-canary</c>.</param>
public sealed record StageLabels(string ApiName, string Stage)
{
    private const int MaxLength = 255;

    /// <summary>The labels of a variant.</summary>
    /// <param name="apiId">The API's id.</param>
    /// <param name="apiName">Its name, anything.</param>
    /// <param name="stageName">The stage.</param>
    /// <param name="isCanary">True for its canary.</param>
    public static StageLabels Of(string apiId, string apiName, string stageName, bool isCanary)
    {
        ArgumentNullException.ThrowIfNull(apiName);

        // ASCII alone, and no colon in front.
        var name = string.Concat(apiName.Where(static character => character is >= ' ' and <= '~')).TrimStart(':', ' ').TrimEnd();
        name = name.Length <= MaxLength ? name : name[..MaxLength];
        return new StageLabels(name.Length == 0 ? apiId : name, isCanary ? $"{stageName}-canary" : stageName);
    }
}
