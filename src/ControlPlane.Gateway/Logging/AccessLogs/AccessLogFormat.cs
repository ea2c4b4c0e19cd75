using System.Text;
using ControlPlane.Gateway.Exchanges;

namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>
/// The format of an access log (AWS: accessLogSettings.format), taken apart once: texts with <c>$context</c> variables and those of the stage
/// between them, whose values are put in place; one that is not set prints <c>-</c>. A line has no line breaks, whatever the values are.
/// </summary>
internal sealed class AccessLogFormat
{
    private readonly Piece[] _pieces;

    private AccessLogFormat(Piece[] pieces) => _pieces = pieces;

    /// <summary>Takes a format apart. Every text is one; names that no request or stage has print <c>-</c>.</summary>
    /// <param name="format">The format.</param>
    /// <param name="variables">The stage's variables.</param>
    public static AccessLogFormat Parse(string format, IReadOnlyDictionary<string, string> variables)
    {
        var text = format.AsSpan().TrimEnd("\r\n");
        var surroundings = new FormatSurroundings(text);
        var pieces = new List<Piece>();
        while (FormatVariable.TryFind(text, out var variable))
        {
            var literal = text[..variable.Start];
            var escaping = surroundings.After(literal);
            var name = variable.Name;
            var writer = variable.IsStageVariable ? StageVariable(variables.GetValueOrDefault(name.ToString())) : Known(ref name);
            pieces.Add(new Piece(Bytes(literal), null, default));
            pieces.Add(new Piece([], writer ?? AccessLogVariables.Nothing, escaping));
            text = text[(variable.NameStart + name.Length)..];
        }

        pieces.Add(new Piece(Bytes(text), null, default));
        return new AccessLogFormat([.. pieces]);
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

    private static VariableWriter? StageVariable(string? value) => value is null ? null : (_, in _, in line) => line.Text(value);

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
