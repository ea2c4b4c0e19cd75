using System.Buffers;

namespace ControlPlane.Gateway.Tracing;

/// <summary>
/// A trace header (AWS: X-Amzn-Trace-Id) taken apart: <c>Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=0|1</c>, in any order. What is not
/// well-formed counts as absent.
/// </summary>
internal readonly ref struct TraceHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "X-Amzn-Trace-Id";

    private const int RootLength = 35;
    private const int SegmentLength = 16;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private TraceHeader(ReadOnlySpan<char> root, ReadOnlySpan<char> parent, bool? isSampled)
    {
        Root = root;
        Parent = parent;
        IsSampled = isSampled;
    }

    /// <summary>The trace's id, or empty.</summary>
    public ReadOnlySpan<char> Root { get; }

    /// <summary>The id of the caller's segment, or empty.</summary>
    public ReadOnlySpan<char> Parent { get; }

    /// <summary>What the caller has decided, or null.</summary>
    public bool? IsSampled { get; }

    /// <summary>Takes a header apart.</summary>
    public static TraceHeader Parse(ReadOnlySpan<char> header)
    {
        ReadOnlySpan<char> root = default, parent = default;
        bool? isSampled = null;
        foreach (var range in header.Split(';'))
        {
            var part = header[range].Trim();
            if (part.StartsWith("Root=", StringComparison.OrdinalIgnoreCase) && IsRoot(part[5..]))
            {
                root = part[5..];
            }
            else if (part.StartsWith("Parent=", StringComparison.OrdinalIgnoreCase) && part.Length == 7 + SegmentLength && !part[7..].ContainsAnyExcept(Hexadecimal))
            {
                parent = part[7..];
            }
            else if (part.StartsWith("Sampled=", StringComparison.OrdinalIgnoreCase) && part.Length == 9)
            {
                isSampled = part[8] switch { '0' => false, '1' => true, _ => null };
            }
        }

        return new TraceHeader(root, parent, isSampled);
    }

    private static bool IsRoot(ReadOnlySpan<char> text) =>
        text.Length == RootLength && text.StartsWith("1-") && text[10] == '-' && !text[2..10].ContainsAnyExcept(Hexadecimal) && !text[11..].ContainsAnyExcept(Hexadecimal);
}
