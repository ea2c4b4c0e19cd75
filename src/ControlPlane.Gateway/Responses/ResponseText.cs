using System.Buffers;
using System.Text;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Responses;

/// <summary>
/// The template of a gateway response, compiled: text with <c>$context.x</c>, <c>$stageVariables.x</c> and <c>$method.request.header.x</c>
/// (<c>querystring</c>, <c>path</c>) in it. Nothing is computed; what has no value becomes nothing, any other <c>$</c> stays.
/// </summary>
internal sealed class ResponseText
{
    private static readonly string[] Prefixes =
    [
        "context.", "stageVariables.", "method.request.header.", "method.request.querystring.", "method.request.path.",
    ];

    private static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly List<(byte[] Text, MappingExpression? Source)> _pieces = [];

    private ResponseText()
    {
    }

    public static ResponseText Parse(string template)
    {
        var text = new ResponseText();
        var copied = 0;
        for (var at = template.IndexOf('$', StringComparison.Ordinal); at >= 0 && at < template.Length; at = template.IndexOf('$', at))
        {
            var length = ReferenceLength(template.AsSpan(at + 1));
            if (length > 0)
            {
                text._pieces.Add((Encoding.UTF8.GetBytes(template[copied..at]), MappingExpression.Parse(template.Substring(at + 1, length))));
                copied = at + 1 + length;
            }

            at += 1 + length;
        }

        text._pieces.Add((Encoding.UTF8.GetBytes(template[copied..]), null));
        return text;
    }

    /// <summary>Writes the text as UTF-8.</summary>
    public void Render(RequestContext request, IBufferWriter<byte> output)
    {
        foreach (var (text, source) in _pieces)
        {
            output.Write(text);
            if (source?.Resolve(request) is { } value)
            {
                Encoding.UTF8.GetBytes(HeaderText.Read(value), output);
            }
        }
    }

    /// <summary>How many characters of a text are a reference's; 0 when it begins with none.</summary>
    private static int ReferenceLength(ReadOnlySpan<char> text)
    {
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix))
            {
                var name = NameLength(text[prefix.Length..], prefix);
                return name == 0 ? 0 : prefix.Length + name;
            }
        }

        return 0;
    }

    private static int NameLength(ReadOnlySpan<char> text, string prefix)
    {
        var length = 0;
        while (length < text.Length)
        {
            // A point or hyphen belongs to a name only when the name goes on behind it.
            if (!Word.Contains(text[length])
                && !(length > 0 && IsInner(text[length], prefix) && length + 1 < text.Length && Word.Contains(text[length + 1])))
            {
                break;
            }

            length++;
        }

        return length;
    }

    private static bool IsInner(char character, string prefix) => character switch
    {
        '.' => prefix != Prefixes[1],
        '-' => prefix != Prefixes[0] && prefix != Prefixes[1],
        _ => false,
    };
}
