using System.Text;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Cuts a stream of bytes into lines, each no longer than a limit.</summary>
internal sealed class OutputLines(Action<string> line)
{
    /// <summary>Characters beyond this many bytes of a line are dropped.</summary>
    public const int MaxLineBytes = 16 * 1024;

    private readonly byte[] _partial = new byte[MaxLineBytes];
    private int _length;
    private bool _cut;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            Append(bytes[..end]);
            EndLine();
            bytes = bytes[(end + 1)..];
        }

        Append(bytes);
    }

    /// <summary>Treats what came since the last line end as a line.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            EndLine();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        var fits = Math.Min(bytes.Length, _partial.Length - _length);
        bytes[..fits].CopyTo(_partial.AsSpan(_length));
        _length += fits;
        _cut |= fits < bytes.Length;
    }

    private void EndLine()
    {
        var text = Encoding.UTF8.GetString(_partial, 0, _length).TrimEnd('\r');
        line(_cut ? text + " [truncated]" : text);
        _length = 0;
        _cut = false;
    }
}
