using System.Text;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>
/// The format of an access log (AWS: accessLogSettings.format), taken apart once: texts with <c>$context</c> variables between them, whose
/// values are put in place; one that is not set prints <c>-</c>. A line has no line breaks, whatever the values are.
/// </summary>
internal sealed class AccessLogFormat
{
    private const string Prefix = "$context.";

    private readonly Piece[] _pieces;

    private AccessLogFormat(Piece[] pieces) => _pieces = pieces;

    /// <summary>Takes a format apart. Every text is one; names that no request has print <c>-</c>.</summary>
    public static AccessLogFormat Parse(string format)
    {
        var text = format.AsSpan().TrimEnd("\r\n");
        var surroundings = new FormatSurroundings(text);
        var pieces = new List<Piece>();
        while (true)
        {
            var start = text.IndexOf(Prefix);
            var name = start < 0 ? default : Name(text[(start + Prefix.Length)..]);
            while (start >= 0 && name.IsEmpty)
            {
                // A prefix without a name is a text like any other.
                var from = start + Prefix.Length;
                var next = text[from..].IndexOf(Prefix);
                start = next < 0 ? -1 : from + next;
                name = start < 0 ? default : Name(text[(start + Prefix.Length)..]);
            }

            var literal = start < 0 ? text : text[..start];
            pieces.Add(new Piece(Bytes(literal), null, default));
            if (start < 0)
            {
                return new AccessLogFormat([.. pieces]);
            }

            var escaping = surroundings.After(literal);
            var writer = Known(ref name) ?? AccessLogVariables.Nothing;
            pieces.Add(new Piece([], writer, escaping));
            text = text[(start + Prefix.Length + name.Length)..];
        }
    }

    /// <summary>Appends the line of a request that is over.</summary>
    public void Write(RequestContext request, in RequestEnd end, PooledBytes line)
    {
        foreach (ref readonly var piece in _pieces.AsSpan())
        {
            if (piece.Variable is null)
            {
                line.Write(piece.Text);
                continue;
            }

            var before = line.Length;
            piece.Variable(request, in end, new LineWriter(line, piece.Escaping));
            if (line.Length == before)
            {
                line.Write("-"u8);
            }
        }
    }

    /// <summary>The longest name that a text begins with.</summary>
    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-'))
        {
            end++;
        }

        return text[..end].TrimEnd(".-");
    }

    /// <summary>The writer of a name, which is shortened as far as it takes to be one: what follows may be the format's own dots.</summary>
    private static VariableWriter? Known(ref ReadOnlySpan<char> name)
    {
        for (var shorter = name; !shorter.IsEmpty;)
        {
            if (AccessLogVariables.Find(shorter.ToString()) is { } found)
            {
                name = shorter;
                return found;
            }

            var end = shorter.LastIndexOfAny(".-");
            shorter = end < 0 ? default : shorter[..end];
        }

        return null;
    }

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToArray());
        bytes.AsSpan().Replace((byte)'\n', (byte)' ');
        bytes.AsSpan().Replace((byte)'\r', (byte)' ');
        return bytes;
    }

    /// <summary>A text of the format, or a variable in it.</summary>
    private readonly record struct Piece(byte[] Text, VariableWriter? Variable, Escaping Escaping);
}
