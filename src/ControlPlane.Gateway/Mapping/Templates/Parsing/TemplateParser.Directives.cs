using ControlPlane.Gateway.Mapping.Templates.Directives;
using ControlPlane.Gateway.Mapping.Templates.Expressions;

namespace ControlPlane.Gateway.Mapping.Templates.Parsing;

/// <content>Directives and comments.</content>
internal sealed partial class TemplateParser
{
    private const string TextStart = "#[[";
    private const string TextEnd = "]]#";
    private const string CommentStart = "#*";
    private const string CommentEnd = "*#";
    private const string LineComment = "##";

    private static bool IsDirective(string name) =>
        name is "set" or "if" or "elseif" or "else" or "end" or "foreach" or "break" or "stop" or "macro" or "define" || IsRefused(name);

    /// <summary>Directives that read other templates or make new ones, which API Gateway has not.</summary>
    private static bool IsRefused(string name) => name is "parse" or "include" or "evaluate";

    /// <summary>Finds the names of macros before anything else: a call may stand before its macro.</summary>
    private void DeclareMacros()
    {
        for (var at = _text.IndexOf('#'); at >= 0; at = _text.IndexOf('#', at + 1))
        {
            if (DirectiveName(at, out var end) != "macro")
            {
                continue;
            }

            _at = end;
            SkipBlanks();
            if (Skip('('))
            {
                SkipBlanks();
                if (Word() is { Length: > 0 } name)
                {
                    _scope.Declare(name);
                }
            }
        }

        _at = 0;
    }

    /// <summary>The name of the directive that a position would begin, with or without braces; empty when none can.</summary>
    private string DirectiveName(int at, out int end)
    {
        var braced = at + 1 < _text.Length && _text[at + 1] == '{';
        var start = braced ? at + 2 : at + 1;
        end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] == '_'))
        {
            end++;
        }

        var name = _text[start..end];
        if (braced && (end >= _text.Length || _text[end++] != '}'))
        {
            return "";
        }

        return name;
    }

    private bool StartsDirective(int at)
    {
        var rest = _text.AsSpan(at);
        if (rest.StartsWith(LineComment) || rest.StartsWith(CommentStart) || rest.StartsWith(TextStart))
        {
            return true;
        }

        var name = DirectiveName(at, out _);
        return IsDirective(name) || _scope.FindMacro(name) is not null;
    }

    /// <summary>Parses what begins with a number sign.</summary>
    /// <returns>The name of a directive that ends the content, which parsing then stands behind; else null.</returns>
    private string? Hash(List<ContentNode> nodes, bool nested, out string held)
    {
        held = "";
        var rest = _text.AsSpan(_at);
        if (rest.StartsWith(LineComment))
        {
            var line = _text.IndexOf('\n', _at);
            _at = line < 0 ? _text.Length : line + 1;
            return null;
        }

        if (rest.StartsWith(CommentStart))
        {
            _at = After(CommentEnd, _at + CommentStart.Length);
            return null;
        }

        if (rest.StartsWith(TextStart))
        {
            var start = _at + TextStart.Length;
            _at = After(TextEnd, start);
            Append(_text.AsSpan(start, _at - TextEnd.Length - start));
            return null;
        }

        var at = _at;
        var name = DirectiveName(at, out var end);
        if (IsRefused(name))
        {
            throw Error($"#{name} is not available");
        }

        var macro = IsDirective(name) ? null : _scope.FindMacro(name);
        if (!IsDirective(name) && macro is null)
        {
            Append("#");
            _at++;
            return null;
        }

        held = HoldBlanks();
        _at = end;
        if (name is "end" or "else" or "elseif")
        {
            return nested ? name : throw Error($"#{name} has no directive that it belongs to", at);
        }

        Flush(nodes);
        if (macro is not null)
        {
            Call(macro, nodes, held);
            return null;
        }

        Directive(name, nodes, held, at);
        return null;
    }

    private int After(string end, int start)
    {
        var found = _text.IndexOf(end, start, StringComparison.Ordinal);
        return found < 0 ? throw Error($"'{end}' is missing") : found + end.Length;
    }

    private void Directive(string name, List<ContentNode> nodes, string held, int at)
    {
        switch (name)
        {
            case "set":
                nodes.Add(Set(nodes, held));
                break;
            case "if":
                nodes.Add(If(nodes, held, at));
                break;
            case "foreach":
                nodes.Add(Foreach(nodes, held, at));
                break;
            case "define":
                nodes.Add(Define(nodes, held, at));
                break;
            case "macro":
                Define(at, nodes, held);
                break;
            default:
                EndLine(nodes, held);
                nodes.Add(new FlowDirective(name == "break" ? Flow.Break : Flow.Stop));
                break;
        }
    }

    private SetDirective Set(List<ContentNode> nodes, string held)
    {
        Expect('(');
        var target = Target();
        Expect('=');
        var value = ParseExpression();
        Expect(')');
        EndLine(nodes, held);
        return new SetDirective(target, value);
    }

    private Reference Target()
    {
        SkipBlanks();
        if (!StartsReference(_at))
        {
            throw Error("a reference is missing");
        }

        var at = _at;
        var target = ParseReference();
        return target.Steps is [.., MethodStep] ? throw Error("nothing can be assigned to a method", at) : target;
    }

    private IfDirective If(List<ContentNode> nodes, string held, int at)
    {
        var branches = new List<(Expression Condition, Block Content)>();
        Block? otherwise = null;
        var condition = Condition();
        EndLine(nodes, held);
        while (true)
        {
            var content = Content(nested: true, out var end, out var blanks);
            if (end == "elseif" && otherwise is null && condition is not null)
            {
                var next = Condition();
                branches.Add((condition, Close(content, blanks)));
                condition = next;
                continue;
            }

            if (condition is null)
            {
                otherwise = Close(content, blanks);
            }
            else
            {
                branches.Add((condition, Close(content, blanks)));
            }

            if (end == "end")
            {
                return new IfDirective([.. branches], otherwise);
            }

            if (end != "else" || condition is null)
            {
                throw end.Length == 0 ? Error("#if has no #end", at) : Error($"#{end} follows #else");
            }

            condition = null;
        }
    }

    private Expression Condition()
    {
        Expect('(');
        var condition = ParseExpression();
        Expect(')');
        return condition;
    }

    private ForeachDirective Foreach(List<ContentNode> nodes, string held, int at)
    {
        _scope.MayTakeLong = true;
        Expect('(');
        var item = Target();
        SkipBlanks();
        if (item.Steps.Length > 0 || Word() != "in")
        {
            throw Error("#foreach needs a variable and 'in'");
        }

        var source = ParseExpression();
        Expect(')');
        EndLine(nodes, held);
        var content = Body("foreach", at);
        return new ForeachDirective(item.Slot, _scope.Slot("foreach"), _scope.Slot("velocityCount"), source, content);
    }

    private DefineDirective Define(List<ContentNode> nodes, string held, int at)
    {
        Expect('(');
        var target = Target();
        if (target.Steps.Length > 0)
        {
            throw Error("#define needs a variable", at);
        }

        Expect(')');
        EndLine(nodes, held);
        return new DefineDirective(target.Slot, Body("define", at));
    }

    private void Define(int at, List<ContentNode> nodes, string held)
    {
        Expect('(');
        SkipBlanks();
        var macro = _scope.FindMacro(Word()) ?? throw Error("#macro needs a name", at);
        var parameters = new List<int>();
        SkipBlanks();
        while (!Skip(')'))
        {
            var parameter = Target();
            if (parameter.Steps.Length > 0)
            {
                throw Error("the parameters of a macro are variables", at);
            }

            parameters.Add(parameter.Slot);
            SkipBlanks();
            Skip(',');
            SkipBlanks();
        }

        EndLine(nodes, held);
        macro.Parameters = [.. parameters];
        macro.Content = Body("macro", at);
    }

    private Block Body(string name, int at)
    {
        var content = Content(nested: true, out var end, out var blanks);
        return end switch
        {
            "end" => Close(content, blanks),
            "" => throw Error($"#{name} has no #end", at),
            _ => throw Error($"#{end} stands in #{name} without #if"),
        };
    }

    private void Call(Macro macro, List<ContentNode> nodes, string held)
    {
        _scope.MayTakeLong = true;
        var arguments = new List<Expression>();
        var start = _at;
        SkipBlanks();
        if (Skip('('))
        {
            SkipBlanks();
            while (!Skip(')'))
            {
                arguments.Add(ParseOperand());
                SkipBlanks();
                Skip(',');
                SkipBlanks();
            }
        }
        else
        {
            _at = start;
        }

        EndLine(nodes, held);
        nodes.Add(new MacroCall(macro, [.. arguments]));
    }

    /// <summary>Takes back the blanks between the line's start and a directive.</summary>
    private string HoldBlanks()
    {
        if (_lineHasContent)
        {
            return "";
        }

        var start = _literal.Length;
        while (start > 0 && _literal[start - 1] is ' ' or '\t')
        {
            start--;
        }

        var held = _literal.ToString(start, _literal.Length - start);
        _literal.Length = start;
        return held;
    }

    /// <summary>Ends a directive: one that stands alone on its line takes the line with it, another one gives the held blanks back.</summary>
    private void EndLine(List<ContentNode> nodes, string held)
    {
        var at = _at;
        while (at < _text.Length && _text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        if (!_lineHasContent && (at < _text.Length ? _text[at] == '\n' : _outer is null))
        {
            _at = Math.Min(at + 1, _text.Length);
        }
        else if (held.Length > 0)
        {
            nodes.Add(new TextNode(held));
        }
    }

    private Block Close(List<ContentNode> nodes, string held)
    {
        EndLine(nodes, held);
        return new Block([.. nodes]);
    }
}
