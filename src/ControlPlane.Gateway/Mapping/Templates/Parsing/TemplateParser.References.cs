using ControlPlane.Gateway.Mapping.JsonPaths;
using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Parsing;

/// <content>References.</content>
internal sealed partial class TemplateParser
{
    /// <summary>Whether a reference begins at a dollar sign.</summary>
    private bool StartsReference(int at)
    {
        at++;
        if (at < _text.Length && _text[at] == '!')
        {
            at++;
        }

        if (at < _text.Length && _text[at] == '{')
        {
            at++;
        }

        return at < _text.Length && IsNameStart(_text[at]) && _text[at - 1] is '$' or '!' or '{';
    }

    /// <summary>Parses the reference that begins at a dollar sign. Quiet and plain ones are the same: undefined prints as nothing.</summary>
    private Reference ParseReference()
    {
        Enter();
        var start = _at++;
        Skip('!');
        var braced = Skip('{');
        var name = Name();
        var steps = new List<ReferenceStep>();
        while (Step() is { } step)
        {
            steps.Add(step);
        }

        if (braced && !Skip('}'))
        {
            throw Error("'}' is missing after a reference", start);
        }

        Leave();
        return new Reference(_scope.Slot(name), Find(name), [.. steps]);
    }

    private static BuiltIn Find(string name) => name switch
    {
        "input" => BuiltIn.Input,
        "context" => BuiltIn.Context,
        "stageVariables" => BuiltIn.StageVariables,
        "util" => BuiltIn.Util,
        _ => BuiltIn.None,
    };

    private ReferenceStep? Step()
    {
        if (_at + 1 >= _text.Length)
        {
            return null;
        }

        if (_text[_at] == '[' && StartsIndex(_at + 1))
        {
            _at++;
            var index = ParseExpression();
            Expect(']');
            return new IndexStep(index);
        }

        if (_text[_at] != '.' || !IsNameStart(_text[_at + 1]))
        {
            return null;
        }

        _at++;
        var name = Name();
        if (!Skip('('))
        {
            return new PropertyStep(name);
        }

        var call = new MethodStep(name, ArgumentsOf());
        _scope.MayTakeLong |= MayTakeLong(call);
        return call;
    }

    /// <summary>Whether a call is one of a regular expression, of other JSON than the body, or of a path that searches the body.</summary>
    private static bool MayTakeLong(MethodStep call) => call.Name switch
    {
        "matches" or "replaceAll" or "replaceFirst" or "split" or "parseJson" => true,
        "json" or "path" => call.OnlyText is not { } text || JsonPath.TryParse(text) is not { IsDefinite: true },
        _ => false,
    };

    /// <summary>Whether what follows a bracket is an index; other brackets are text behind the reference.</summary>
    private bool StartsIndex(int at)
    {
        while (at < _text.Length && _text[at] is ' ' or '\t')
        {
            at++;
        }

        if (at >= _text.Length)
        {
            return false;
        }

        return char.IsAsciiDigit(_text[at]) || _text[at] is '\'' or '"'
            || (_text[at] == '-' && at + 1 < _text.Length && char.IsAsciiDigit(_text[at + 1]))
            || (_text[at] == '$' && StartsReference(at));
    }

    private Expression[] ArgumentsOf()
    {
        SkipBlanks();
        if (Skip(')'))
        {
            return [];
        }

        var arguments = new List<Expression>();
        do
        {
            arguments.Add(ParseExpression());
            SkipBlanks();
        }
        while (Skip(','));
        Expect(')');
        return [.. arguments];
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && IsNameCharacter(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        return _text[start.._at];
    }
}
