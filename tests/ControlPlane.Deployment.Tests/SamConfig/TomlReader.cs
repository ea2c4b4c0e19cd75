using System.Globalization;
using System.Text;

namespace ControlPlane.Deployment.SamConfig;

/// <summary>
/// Reads the part of TOML 1.0 that settings of the SAM CLI are written in: tables, one-line strings, booleans, numbers and arrays of them.
/// Strict: what it does not know, and what TOML forbids, throws.
/// </summary>
internal sealed class TomlReader
{
    private readonly string _text;
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);
    private int _at;

    private TomlReader(string text) => _text = text;

    /// <summary>Reads a document; tables are dictionaries, arrays lists, the rest texts, booleans, longs and doubles.</summary>
    /// <exception cref="FormatException">It is no TOML, or more of it than is known here.</exception>
    public static Dictionary<string, object> Read(string text) => new TomlReader(text).Document();

    private Dictionary<string, object> Document()
    {
        var root = new Dictionary<string, object>(StringComparer.Ordinal);
        var table = root;
        while (SkipToStatement())
        {
            if (Peek() == '[')
            {
                _at++;
                var path = Path();
                Expect(']');
                EndLine();
                if (!_tables.Add(string.Join('\0', path)))
                {
                    throw Wrong($"the table {string.Join('.', path)} twice");
                }

                table = path.Aggregate(root, Child);
            }
            else
            {
                var path = Path();
                Expect('=');
                SkipBlanks();
                if (!path[..^1].Aggregate(table, Child).TryAdd(path[^1], Value()))
                {
                    throw Wrong($"the key {string.Join('.', path)} twice");
                }

                EndLine();
            }
        }

        return root;
    }

    private Dictionary<string, object> Child(Dictionary<string, object> table, string key)
    {
        if (!table.TryGetValue(key, out var child))
        {
            table[key] = child = new Dictionary<string, object>(StringComparer.Ordinal);
        }

        return child as Dictionary<string, object> ?? throw Wrong($"{key}, which is a value, as a table");
    }

    private List<string> Path()
    {
        var path = new List<string>();
        do
        {
            SkipBlanks();
            path.Add(Peek() is '"' or '\'' ? Text() : Bare());
            SkipBlanks();
        }
        while (Accept('.'));
        return path;
    }

    private string Bare()
    {
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
        {
            _at++;
        }

        return _at > from ? _text[from.._at] : throw Wrong("no key");
    }

    private object Value() => Peek() switch
    {
        '"' or '\'' => Text(),
        '[' => Array(),
        't' when Word("true") => true,
        'f' when Word("false") => false,
        _ => Number(),
    };

    private List<object> Array()
    {
        var values = new List<object>();
        Expect('[');
        while (SkipToStatement() && Peek() != ']')
        {
            values.Add(Value());
            SkipToStatement();
            if (!Accept(','))
            {
                break;
            }
        }

        Expect(']');
        return values;
    }

    private object Number()
    {
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
        {
            _at++;
        }

        var digits = _text[from.._at];
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong("no value");
    }

    private string Text()
    {
        var quote = _text[_at++];
        if (Peek() == quote && _at + 1 < _text.Length && _text[_at + 1] == quote)
        {
            throw Wrong("a text of several lines");
        }

        var text = new StringBuilder();
        while (true)
        {
            var character = _at < _text.Length ? _text[_at++] : throw Wrong("a text without end");
            if (character == quote)
            {
                return text.ToString();
            }

            if (character is (< ' ' and not '\t') or '\u007f')
            {
                throw Wrong("a control character in a text");
            }

            text.Append(character == '\\' && quote == '"' ? Escape() : character.ToString());
        }
    }

    private string Escape() => (_at < _text.Length ? _text[_at++] : throw Wrong("an escape without end")) switch
    {
        'b' => "\b",
        't' => "\t",
        'n' => "\n",
        'f' => "\f",
        'r' => "\r",
        '"' => "\"",
        '\\' => "\\",
        'u' => Scalar(4),
        'U' => Scalar(8),
        _ => throw Wrong("an escape that is none"),
    };

    private string Scalar(int digits)
    {
        if (_at + digits > _text.Length
            || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar)
            || !Rune.IsValid(scalar))
        {
            throw Wrong("an escape of no character");
        }

        _at += digits;
        return new Rune(scalar).ToString();
    }

    /// <summary>Skips blanks, line ends and comments.</summary>
    /// <returns>False at the end.</returns>
    private bool SkipToStatement()
    {
        while (_at < _text.Length)
        {
            SkipBlanks();
            if (Peek() == '#')
            {
                Comment();
            }
            else if (!LineEnd())
            {
                break;
            }
        }

        return _at < _text.Length;
    }

    private void EndLine()
    {
        SkipBlanks();
        if (Peek() == '#')
        {
            Comment();
        }

        if (_at < _text.Length && !LineEnd())
        {
            throw Wrong("more on a line");
        }
    }

    private void Comment()
    {
        for (; _at < _text.Length && Peek() is not ('\n' or '\r'); _at++)
        {
            if (Peek() is (< ' ' and not '\t') or '\u007f')
            {
                throw Wrong("a control character in a comment");
            }
        }
    }

    private bool LineEnd()
    {
        if (Peek() == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n')
        {
            _at++;
        }

        return Accept('\n');
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private bool Word(string word)
    {
        var found = string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;
        _at += found ? word.Length : 0;
        return found;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Accept(char character)
    {
        if (_at >= _text.Length || _text[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Accept(character))
        {
            throw Wrong($"no {character}");
        }
    }

    private FormatException Wrong(string what) => new($"{what}, line {_text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1}");
}
