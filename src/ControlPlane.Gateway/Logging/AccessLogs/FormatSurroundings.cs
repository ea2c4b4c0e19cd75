namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>Follows the texts of a format and says what stands around each of its variables: which of the customary styles it has, and whether quotes are open.</summary>
internal ref struct FormatSurroundings
{
    private readonly Style _style;
    private bool _isQuoted;

    /// <param name="format">The whole format.</param>
    public FormatSurroundings(ReadOnlySpan<char> format) => _style = StyleOf(format.Trim());

    private enum Style
    {
        Plain,
        Json,
        Xml,
        Csv,
    }

    /// <summary>What surrounds a variable behind the next text of the format.</summary>
    public Escaping After(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && _isQuoted && _style != Style.Csv)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                _isQuoted = !_isQuoted;
            }
        }

        return _style switch
        {
            Style.Json => _isQuoted ? Escaping.JsonString : Escaping.JsonValue,
            Style.Xml => Escaping.Xml,
            Style.Csv => _isQuoted ? Escaping.CsvQuotes : Escaping.CsvField,
            _ => _isQuoted ? Escaping.Quotes : Escaping.Plain,
        };
    }

    private static Style StyleOf(ReadOnlySpan<char> format)
    {
        if (format.StartsWith('{') || (format.StartsWith('[') && format.EndsWith(']')))
        {
            return Style.Json;
        }

        return format.StartsWith('<') ? Style.Xml : IsCsv(format) ? Style.Csv : Style.Plain;
    }

    /// <summary>Whether there is a comma between any two variables.</summary>
    private static bool IsCsv(ReadOnlySpan<char> format)
    {
        var variables = 0;
        while (FormatVariable.TryFind(format, out var variable))
        {
            if (variables++ > 0 && !format[..variable.Start].Contains(','))
            {
                return false;
            }

            format = format[variable.NameStart..];
        }

        return variables > 1;
    }
}
