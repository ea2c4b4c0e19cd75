using System.Text;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>Keeps the last 4 KB of an invocation's log.</summary>
internal sealed class LogTail
{
    private const int Limit = 4096;
    private readonly byte[] _bytes = new byte[Limit];
    private long _written;

    public void Clear() => _written = 0;

    public void Add(string line)
    {
        Add(Encoding.UTF8.GetBytes(line));
        Add("\n"u8);
    }

    public byte[] ToArray()
    {
        var length = (int)Math.Min(_written, Limit);
        var result = new byte[length];
        for (var i = 0; i < length; i++)
        {
            result[i] = _bytes[(int)((_written - length + i) % Limit)];
        }

        return result;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            _bytes[(int)(_written++ % Limit)] = b;
        }
    }
}
