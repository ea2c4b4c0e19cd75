using System.Globalization;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Stages;

/// <summary>The members of a stage that say who is in its canary and what is mirrored to it.</summary>
internal static class CanaryMembers
{
    // Enough of a digest to tell one secret from another.
    private const int _shownDigest = 8;

    public static void Add(MemberSet members, Stage stage)
    {
        if (stage.CanaryAffinity is { } affinity)
        {
            members.Add("/canaryAffinity/by", WireNames.Of(affinity.By));
            members.Add("/canaryAffinity/name", affinity.Name);
            members.Add("/canaryAffinity/missing", affinity.Missing == MissingAffinityKey.Base ? null : WireNames.Of(affinity.Missing));
            members.Add("/canaryAffinity/responseHeader", affinity.ResponseHeader);
            members.Add("/canaryAffinity/override/headerName", affinity.Override?.HeaderName);
            members.Add("/canaryAffinity/override/secretDigest", affinity.Override?.Digest[.._shownDigest]);
            members.Add("/canaryAffinity/cookie", affinity.Cookie is { } cookie ? Text(cookie) : null);
            for (var i = 0; i < affinity.Rules.Count; i++)
            {
                members.Add(string.Create(CultureInfo.InvariantCulture, $"/canaryAffinity/rules/{i}"), Text(affinity.Rules[i]));
            }
        }

        if (stage.Mirroring is { } mirroring)
        {
            members.Add("/mirroring/maxConcurrent", Text(mirroring.MaxConcurrent));
            members.Add("/mirroring/maxPerSecond", Text(mirroring.MaxPerSecond));
            members.Add("/mirroring/sampleSize", Text(mirroring.SampleSize));
            members.Add("/mirroring/ignoreHeaders", mirroring.IgnoreHeaders.Count == 0 ? null : string.Join(", ", mirroring.IgnoreHeaders));
            members.Add("/mirroring/ignoreJsonMembers", mirroring.IgnoreJsonMembers.Count == 0 ? null : string.Join(", ", mirroring.IgnoreJsonMembers));
            foreach (var route in mirroring.Routes)
            {
                members.Add(
                    $"/mirroring/routes/{route.ResourcePath.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}/{route.HttpMethod}",
                    route.Percent.ToString("0.0###", CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(AffinityCookie cookie) =>
        string.Create(CultureInfo.InvariantCulture, $"Path={cookie.Path}; Max-Age={cookie.MaxAgeSeconds}; SameSite={cookie.SameSite}{cookie.Secure switch { true => "; Secure", false => "; not Secure", null => "" }}");

    private static string Text(CanaryRule rule)
    {
        var subject = rule.Range ?? (rule.Value is null ? rule.Name : $"{rule.Name}={rule.Value}");
        return $"{WireNames.Of(rule.By)} {subject}: {WireNames.Of(rule.Canary)}";
    }
}
