using System.Collections.Frozen;
using System.Globalization;
using ControlPlane.Domain.Metrics;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Mirroring;

/// <summary>Compares the base's response with the canary's: their statuses, else their headers and the shapes of their bodies.</summary>
internal sealed class ResponseComparison
{
    private const int MaxDifferences = 20;
    private const int MaxText = 200;
    private const string ContentType = "Content-Type";

    /// <summary>Headers that two answers to one request may always differ in.</summary>
    private static readonly string[] Volatile =
    [
        "Age", "Connection", "Content-Length", "Date", "ETag", "Expires", "Keep-Alive", "Last-Modified", "Server", "Set-Cookie", "Transfer-Encoding", "Via",
        "X-Request-Id", "x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id", "x-amzn-Remapped-Connection", "x-amzn-Remapped-Content-Length",
        "x-amzn-Remapped-Date", "x-amzn-Remapped-Server",
    ];

    private readonly FrozenSet<string> _ignoredHeaders;
    private readonly FrozenSet<string> _ignoredMembers;

    /// <param name="mirroring">What else may differ.</param>
    /// <param name="responseHeader">The header that names the variant, or null.</param>
    public ResponseComparison(StageMirroring mirroring, string? responseHeader)
    {
        _ignoredHeaders = Volatile.Concat(mirroring.IgnoreHeaders).Concat(responseHeader is null ? [] : [responseHeader]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _ignoredMembers = mirroring.IgnoreJsonMembers.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Compares two responses.</summary>
    /// <returns>The differences in words, without values, each with its kind (<see cref="MirroringFindings"/>) in front.</returns>
    public IReadOnlyList<string> Compare(ResponseCopy one, ResponseCopy other)
    {
        if (one.Status != other.Status)
        {
            return [string.Create(CultureInfo.InvariantCulture, $"{MirroringFindings.Status}: {one.Status} in base, {other.Status} in canary")];
        }

        var found = new List<string>();
        if (one.Headers is not null && other.Headers is not null)
        {
            AddHeaders(one, other, found);
            AddBodies(one, other, found);
        }

        return found;
    }

    private static void Add(List<string> found, string kind, string difference)
    {
        if (found.Count < MaxDifferences)
        {
            found.Add($"{kind}: {(difference.Length <= MaxText ? difference : difference[..MaxText])}");
        }
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals(MediaType.Json, StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    private void AddHeaders(ResponseCopy one, ResponseCopy other, List<string> found)
    {
        var names = one.Headers!.Concat(other.Headers!).Select(static header => header.Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (_ignoredHeaders.Contains(name))
            {
                continue;
            }

            var difference = (one.Header(name), other.Header(name)) switch
            {
                (_, null) => "only in base",
                (null, _) => "only in canary",
                var (first, second) => first == second ? null : "other value",
            };
            if (difference is not null)
            {
                Add(found, MirroringFindings.Headers, $"{name.ToLowerInvariant()}: {difference}");
            }
        }
    }

    private void AddBodies(ResponseCopy one, ResponseCopy other, List<string> found)
    {
        if (!one.IsWhole || !other.IsWhole || !one.TryDecode() || !other.TryDecode())
        {
            return;
        }

        if (one.Body.Length > 0 && other.Body.Length > 0 && IsJson(one.Header(ContentType)) && IsJson(other.Header(ContentType)))
        {
            var (shape, otherShape) = (JsonShape.Of(one.Body, _ignoredMembers), JsonShape.Of(other.Body, _ignoredMembers));
            if (shape is not null && otherShape is not null)
            {
                foreach (var difference in JsonShape.Differences(shape, otherShape))
                {
                    Add(found, MirroringFindings.Shape, difference);
                }

                return;
            }
        }

        if (one.Body.Length != other.Body.Length)
        {
            Add(found, MirroringFindings.Body, "other length");
        }
    }
}
