using System.Globalization;
using System.Numerics;
using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Parsing;

/// <content>Expressions, from the loosest operator to the tightest.</content>
internal sealed partial class TemplateParser
{
    private const int LongestNumber = 1000;

    private Expression ParseExpression()
    {
        Enter();
        var expression = Or();
        Leave();
        return expression;
    }

    private Expression Or()
    {
        var first = And();
        if (!Skip("||", "or"))
        {
            return first;
        }

        var operands = new List<Expression> { first };
        do
        {
            operands.Add(And());
        }
        while (Skip("||", "or"));
        return new LogicChain(isAnd: false, [.. operands]);
    }

    private Expression And()
    {
        var first = Equal();
        if (!Skip("&&", "and"))
        {
            return first;
        }

        var operands = new List<Expression> { first };
        do
        {
            operands.Add(Equal());
        }
        while (Skip("&&", "and"));
        return new LogicChain(isAnd: true, [.. operands]);
    }

    private Expression Equal() => Chain(
        static parser => parser.Relation(),
        static parser => parser.Skip("==", "eq") ? Operator.Equal : parser.Skip("!=", "ne") ? Operator.NotEqual : null);

    private Expression Relation() => Chain(
        static parser => parser.Sum(),
        static parser => parser.Skip("<=", "le") ? Operator.LessOrEqual
            : parser.Skip(">=", "ge") ? Operator.GreaterOrEqual
            : parser.Skip("<", "lt") ? Operator.Less
            : parser.Skip(">", "gt") ? Operator.Greater : null);

    private Expression Sum() => Chain(
        static parser => parser.Product(),
        static parser => parser.Skip("+", null) ? Operator.Add : parser.Skip("-", null) ? Operator.Subtract : null);

    private Expression Product() => Chain(
        static parser => parser.ParseOperand(),
        static parser => parser.Skip("*", null) ? Operator.Multiply
            : parser.Skip("/", null) ? Operator.Divide
            : parser.Skip("%", null) ? Operator.Remainder : null);

    private Expression Chain(Func<TemplateParser, Expression> operand, Func<TemplateParser, Operator?> @operator)
    {
        var first = operand(this);
        if (@operator(this) is not { } next)
        {
            return first;
        }

        var rest = new List<(Operator, Expression)> { (next, operand(this)) };
        while (@operator(this) is { } following)
        {
            rest.Add((following, operand(this)));
        }

        return new OperatorChain(first, [.. rest]);
    }

    /// <summary>Parses what stands between operators, with the signs before it.</summary>
    private Expression ParseOperand()
    {
        SkipBlanks();
        if (_at >= _text.Length)
        {
            throw Error("an expression is missing");
        }

        Enter();
        var expression = _text[_at] switch
        {
            '$' when StartsReference(_at) => ParseReference(),
            '"' => Interpolated(),
            '\'' => new Constant(Quoted('\'')),
            '[' => ListOrRange(),
            '{' => Map(),
            '(' => Parenthesised(),
            '!' => Negated(1),
            '-' when _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]) => Number(),
            '-' => Minus(),
            var character when char.IsAsciiDigit(character) => Number(),
            _ => Literal(),
        };
        Leave();
        return expression;
    }

    private Expression Parenthesised()
    {
        _at++;
        var expression = ParseExpression();
        Expect(')');
        return expression;
    }

    private Negation Negated(int length)
    {
        _at += length;
        return new Negation(ParseOperand());
    }

    private OperatorChain Minus()
    {
        _at++;
        return new OperatorChain(new Constant(Boxed.Of(0)), [(Operator.Subtract, ParseOperand())]);
    }

    private Expression Literal()
    {
        var at = _at;
        switch (Word())
        {
            case "true":
                return new Constant(Boxed.True);
            case "false":
                return new Constant(Boxed.False);
            case "null":
                return new Constant(null);
            case "not":
                return Negated(0);
            default:
                throw Error("an expression is missing", at);
        }
    }

    private Constant Number()
    {
        var start = _at++;
        SkipDigits();
        var isDouble = false;
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            isDouble = true;
            _at++;
            SkipDigits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var digits = _at + 1 < _text.Length && _text[_at + 1] is '-' or '+' ? _at + 2 : _at + 1;
            if (digits < _text.Length && char.IsAsciiDigit(_text[digits]))
            {
                isDouble = true;
                _at = digits;
                SkipDigits();
            }
        }

        var text = _text.AsSpan(start, _at - start);
        if (text.Length > LongestNumber)
        {
            throw Error("a number is too long", start);
        }

        return new Constant(isDouble
            ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : Boxed.Of(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
    }

    /// <summary>A text in quotes, in which two quotes stand for one. A backslash is a backslash.</summary>
    private string Quoted(char quote)
    {
        var start = _at++;
        while (true)
        {
            var end = _text.IndexOf(quote, _at);
            if (end < 0)
            {
                throw Error("the text has no closing quote", start);
            }

            _at = end + 1;
            if (_at >= _text.Length || _text[_at] != quote)
            {
                var pair = new string(quote, 2);
                return _text[(start + 1)..end].Replace(pair, pair[..1], StringComparison.Ordinal);
            }

            _at++;
        }
    }

    private Expression Interpolated()
    {
        var start = _at;
        var text = Quoted('"');
        if (text.AsSpan().IndexOfAny('$', '#') < 0)
        {
            return new Constant(text);
        }

        var content = new TemplateParser(text, _scope, this, start).Parse();
        return content.OnlyText is { } literal ? new Constant(literal) : new InterpolatedText(content);
    }

    private Expression ListOrRange()
    {
        _at++;
        SkipBlanks();
        if (Skip(']'))
        {
            return new ListLiteral([]);
        }

        var items = new List<Expression> { ParseExpression() };
        SkipBlanks();
        if (_text.AsSpan(_at).StartsWith(".."))
        {
            _at += 2;
            var last = ParseExpression();
            Expect(']');
            return new RangeLiteral(items[0], last);
        }

        while (Skip(','))
        {
            items.Add(ParseExpression());
            SkipBlanks();
        }

        Expect(']');
        return new ListLiteral([.. items]);
    }

    private MapLiteral Map()
    {
        _at++;
        SkipBlanks();
        var items = new List<(Expression, Expression)>();
        if (Skip('}'))
        {
            return new MapLiteral([]);
        }

        do
        {
            var key = ParseExpression();
            Expect(':');
            items.Add((key, ParseExpression()));
            SkipBlanks();
        }
        while (Skip(','));
        Expect('}');
        return new MapLiteral([.. items]);
    }

    /// <summary>Skips an operator, written as a sign or as a word.</summary>
    private bool Skip(string sign, string? word)
    {
        SkipBlanks();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) == 0)
        {
            _at += sign.Length;
            return true;
        }

        if (word is not null && string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0
            && (_at + word.Length >= _text.Length || !IsNameCharacter(_text[_at + word.Length])))
        {
            _at += word.Length;
            return true;
        }

        return false;
    }
}
