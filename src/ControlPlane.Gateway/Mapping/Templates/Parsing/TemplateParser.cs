using System.Buffers;
using System.Text;
using ControlPlane.Gateway.Mapping.Templates.Directives;
using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Parsing;

/// <summary>Parses a template, or a string inside one: the text between directives and references.</summary>
internal sealed partial class TemplateParser
{
    private static readonly SearchValues<char> Special = SearchValues.Create("$#\\");

    private readonly string _text;
    private readonly ParseScope _scope;
    private readonly TemplateParser? _outer;
    private readonly int _outerAt;
    private readonly StringBuilder _literal = new();
    private int _at;

    /// <summary>Whether something other than blanks and directives stands on this line before here.</summary>
    private bool _lineHasContent;

    /// <param name="text">The text.</param>
    /// <param name="scope">What it shares with the texts around it.</param>
    /// <param name="outer">The parser of the text that a string stands in; null for a template.</param>
    /// <param name="outerAt">Where the string stands there.</param>
    public TemplateParser(string text, ParseScope scope, TemplateParser? outer = null, int outerAt = 0)
    {
        _text = text;
        _scope = scope;
        _outer = outer;
        _outerAt = outerAt;
    }

    /// <summary>Parses the whole text.</summary>
    /// <exception cref="TemplateSyntaxException">It is no template.</exception>
    public Block Parse()
    {
        if (_outer is null)
        {
            DeclareMacros();
        }

        var nodes = Content(nested: false, out _, out _);
        return new Block([.. nodes]);
    }

    /// <summary>Parses content up to a directive that ends it.</summary>
    /// <param name="nested">Whether it stands inside a directive.</param>
    /// <param name="end">The directive after the content; empty at the end of the text.</param>
    /// <param name="held">Blanks before that directive, which are content only if it does not stand alone on its line.</param>
    private List<ContentNode> Content(bool nested, out string end, out string held)
    {
        Enter();
        var nodes = new List<ContentNode>();
        end = "";
        held = "";
        while (_at < _text.Length)
        {
            switch (_text[_at])
            {
                case '$':
                    Dollar(nodes);
                    break;
                case '\\':
                    Backslashes();
                    break;
                case '#':
                    if (Hash(nodes, nested, out held) is { } name)
                    {
                        end = name;
                        Flush(nodes);
                        Leave();
                        return nodes;
                    }

                    break;
                default:
                    Text();
                    break;
            }
        }

        Flush(nodes);
        Leave();
        return nodes;
    }

    private void Text()
    {
        var length = _text.AsSpan(_at).IndexOfAny(Special);
        var text = _text.AsSpan(_at, length < 0 ? _text.Length - _at : length);
        Append(text);
        _at += text.Length;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        _literal.Append(text);
        var line = text.LastIndexOf('\n');
        _lineHasContent = (_lineHasContent && line < 0) || text[(line + 1)..].IndexOfAnyExcept(" \t\r") >= 0;
    }

    private void Dollar(List<ContentNode> nodes)
    {
        if (!StartsReference(_at))
        {
            Append("$");
            _at++;
            return;
        }

        Flush(nodes);
        _lineHasContent = true;
        var reference = ParseReference();
        nodes.Add(reference switch
        {
            { BuiltIn: BuiltIn.Input, Steps: [PropertyStep { Name: "body" }] } => new PrintInputNode(reference, null),
            { BuiltIn: BuiltIn.Input, Steps: [MethodStep { Name: "json", OnlyText: not null } step] } => new PrintInputNode(reference, step),
            _ => new PrintNode(reference),
        });
    }

    /// <summary>Backslashes before a reference or a directive: each two are one, and an odd one makes it literal. Others are text.</summary>
    private void Backslashes()
    {
        var count = _text.AsSpan(_at).IndexOfAnyExcept('\\') is var end and >= 0 ? end : _text.Length - _at;
        var after = _at + count;
        var escapes = after < _text.Length && ((_text[after] == '$' && StartsReference(after)) || (_text[after] == '#' && StartsDirective(after)));
        Append(_text.AsSpan(_at, escapes ? count / 2 : count));
        _at = after;
        if (escapes && count % 2 == 1)
        {
            Append(_text.AsSpan(after, 1));
            _at++;
        }
    }

    private void Flush(List<ContentNode> nodes)
    {
        if (_literal.Length > 0)
        {
            nodes.Add(new TextNode(_literal.ToString()));
            _literal.Clear();
        }
    }

    private void Enter()
    {
        if (++_scope.Depth > TemplateLimits.Nesting)
        {
            throw Error($"the template nests deeper than {TemplateLimits.Nesting} levels");
        }
    }

    private void Leave() => _scope.Depth--;

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private bool Skip(char character)
    {
        if (_at < _text.Length && _text[_at] == character)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Expect(char character)
    {
        SkipBlanks();
        if (!Skip(character))
        {
            throw Error($"'{character}' is missing");
        }
    }

    private TemplateSyntaxException Error(string reason) => Error(reason, _at);

    private TemplateSyntaxException Error(string reason, int at)
    {
        var (line, column) = Position(at);
        return new(new TemplateError(reason, line, column));
    }

    private (int Line, int Column) Position(int at)
    {
        if (_outer is not null)
        {
            return _outer.Position(_outerAt);
        }

        var before = _text.AsSpan(0, Math.Min(at, _text.Length));
        return (before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1);
    }
}
