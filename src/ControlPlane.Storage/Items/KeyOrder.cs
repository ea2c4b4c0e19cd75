using System.Text;

namespace ControlPlane.Storage.Items;

/// <summary>The order of keys: that of their UTF-8 bytes, in SQLite as in DynamoDB. It is not the order of UTF-16 units.</summary>
internal static class KeyOrder
{
    /// <summary>Compares two keys.</summary>
    public static int Compare(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    /// <summary>The smallest key that is greater than every key with a prefix, or null when there is none.</summary>
    public static string? EndOf(string prefix)
    {
        while (prefix.Length > 0)
        {
            Rune.DecodeLastFromUtf16(prefix, out var last, out var length);
            prefix = prefix[..^length];
            if (last.Value != 0x10FFFF)
            {
                // No text holds a surrogate of its own.
                var next = last.Value == 0xD7FF ? 0xE000 : last.Value + 1;
                return prefix + new Rune(next);
            }
        }

        return null;
    }
}
