namespace ControlPlane.Gateway.Mapping;

/// <summary>Splits a mapping template into its parts.</summary>
internal sealed class TemplateParser(string text)
{
    private int _at;

    /// <summary>Parses the template.</summary>
    /// <param name="parts">Gets the parts.</param>
    /// <returns>The first construct that is not supported, or null.</returns>
    public string? Parse(List<TemplatePart> parts)
    {
        var literal = 0;
        while (_at < text.Length)
        {
            var character = text[_at];
            if (character == '#' && IsDirective(_at + 1))
            {
                return Excerpt(_at);
            }

            if (character == '\\' && _at + 1 < text.Length && text[_at + 1] is '$' or '#')
            {
                return Excerpt(_at);
            }

            if (character != '$' || !IsReference(_at + 1))
            {
                _at++;
                continue;
            }

            var start = _at;
            if (Reference() is not { } reference)
            {
                return Excerpt(start);
            }

            if (start > literal)
            {
                parts.Add(new TemplatePart(TemplatePartKind.Literal, text[literal..start]));
            }

            parts.Add(reference);
            literal = _at;
        }

        if (literal < text.Length)
        {
            parts.Add(new TemplatePart(TemplatePartKind.Literal, text[literal..]));
        }

        return null;
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    private bool IsDirective(int at) => at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] is '#' or '*' or '[' or '{' or '@');

    private bool IsReference(int at)
    {
        if (at < text.Length && text[at] == '!')
        {
            at++;
        }

        if (at < text.Length && text[at] == '{')
        {
            at++;
        }

        return at < text.Length && char.IsAsciiLetter(text[at]);
    }

    private TemplatePart? Reference()
    {
        _at++;
        Skip('!');
        var braced = Skip('{');
        var part = Name() switch
        {
            "input" when Skip('.') => Input(),
            "stageVariables" => StageVariable(),
            "context" when Skip('.') => new TemplatePart(TemplatePartKind.Context, DottedName()),
            _ => null,
        };
        if (part is null || (braced && !Skip('}')))
        {
            return null;
        }

        // What follows a complete reference must not go on as a call or a property of it.
        return !braced && _at < text.Length && (text[_at] is '(' or '[' || (text[_at] == '.' && StartsName(_at + 1))) ? null : part;
    }

    private TemplatePart? Input()
    {
        var name = Name();
        if (name == "body")
        {
            return new TemplatePart(TemplatePartKind.Body, "");
        }

        if (!Skip('(') || Quoted() is not { } argument || !Skip(')'))
        {
            return null;
        }

        return name switch
        {
            "params" => new TemplatePart(TemplatePartKind.Parameter, argument),
            "json" when JsonPath.TryParse(argument) is { } path => new TemplatePart(TemplatePartKind.Json, argument, path),
            _ => null,
        };
    }

    private TemplatePart? StageVariable()
    {
        if (Skip('['))
        {
            return Quoted() is { } key && Skip(']') ? new TemplatePart(TemplatePartKind.StageVariable, key) : null;
        }

        return Skip('.') && Name() is { Length: > 0 } name ? new TemplatePart(TemplatePartKind.StageVariable, name) : null;
    }

    private string? Quoted()
    {
        if (_at >= text.Length || text[_at] is not ('\'' or '"'))
        {
            return null;
        }

        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
        {
            return null;
        }

        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private string DottedName()
    {
        var start = _at;
        Name();
        while (_at < text.Length && text[_at] == '.' && StartsName(_at + 1))
        {
            _at++;
            Name();
        }

        return text[start.._at];
    }

    private string Name()
    {
        var start = _at;
        while (_at < text.Length && IsNameCharacter(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool StartsName(int at) => at < text.Length && char.IsAsciiLetter(text[at]);

    private bool Skip(char character)
    {
        if (_at < text.Length && text[_at] == character)
        {
            _at++;
            return true;
        }

        return false;
    }

    private string Excerpt(int start)
    {
        var end = text.IndexOfAny([' ', '\n', '\r'], start);
        return text[start..Math.Min(end < 0 ? text.Length : end, start + 40)];
    }
}
