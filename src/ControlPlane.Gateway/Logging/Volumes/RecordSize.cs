using System.Globalization;
using System.Text;

namespace ControlPlane.Gateway.Logging.Volumes;

/// <summary>
/// How many bytes a record takes in the log. The measure is the same everywhere, so that a level can be judged before anything runs on AWS: a
/// line of JSON as the router function writes it, with what is around each record, the message, and each field as a member of its own.
/// Quotes, backslashes and line breaks count twice, other escapes once.
/// </summary>
internal static class RecordSize
{
    /// <summary>What is around each record.</summary>
    public static readonly int EnvelopeBytes = Envelope.Length;

    private const string Envelope =
        """
        {"level":"Information","message":"","timestamp":"2026-03-01T12:00:00.0000000Z","service":"controlplane-router","name":"Stage.a1b2c3d4e5.prod","coldStart":false,"xrayTraceId":"1-5759e988-bd862e3fe1be46a994272793","environment":"prod","functionRequestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"}
        """;

    private const string Template = "{OriginalFormat}";

    // Comma, colon and the name's quotes, less the braces that the message has around the name in the template.
    private const int MemberBytes = 2;

    private const int LongestNumber = 32;

    /// <summary>The size of a record.</summary>
    /// <param name="state">Its fields and its template, as source-generated logging hands them over.</param>
    /// <param name="exception">What it tells of, or null.</param>
    public static int Of<TState>(TState state, Exception? exception)
    {
        var bytes = EnvelopeBytes + (exception is null ? 0 : OfText(exception.ToString()));
        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                var (name, value) = fields[i];

                // A value is twice there, in the message and as a member; its name once, in place of that in the template.
                bytes += name == Template ? OfText((string)value!) : MemberBytes + (2 * OfValue(value)) + (value is string ? 2 : 0);
            }
        }

        return bytes;
    }

    /// <summary>The size of a record that has one text and nothing else.</summary>
    /// <param name="line">The text, in UTF-8.</param>
    public static int OfLine(ReadOnlySpan<byte> line) =>
        EnvelopeBytes + line.Length + System.MemoryExtensions.Count(line, (byte)'"') + System.MemoryExtensions.Count(line, (byte)'\\');

    /// <inheritdoc cref="OfLine(ReadOnlySpan{byte})"/>
    public static int OfLine(string line) => EnvelopeBytes + OfText(line);

    private static int OfText(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text) + text.Count('"') + text.Count('\\') + text.Count('\n');

    private static int OfValue(object? value)
    {
        switch (value)
        {
            case null:
                return "null".Length;
            case string text:
                return OfText(text);
            case ISpanFormattable number:
                Span<char> room = stackalloc char[LongestNumber];
                return number.TryFormat(room, out var length, default, CultureInfo.InvariantCulture) ? length : LongestNumber;
            default:
                return OfText(value.ToString());
        }
    }
}
