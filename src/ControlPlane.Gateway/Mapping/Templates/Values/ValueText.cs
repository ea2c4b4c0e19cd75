using System.Globalization;
using System.Numerics;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>Values as text, as API Gateway prints them: maps as Java does, lists from JSON as JSON.</summary>
internal static class ValueText
{
    /// <summary>Writes a value; undefined is nothing.</summary>
    public static void Print(object? value, Rendering rendering)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                rendering.Output.Write(text);
                break;
            case int number:
                Print(number, rendering.Output);
                break;
            default:
                Print(value, rendering, 0);
                break;
        }
    }

    /// <summary>A value as a string; undefined is empty.</summary>
    public static string Of(object? value, Rendering rendering)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                return text;
            case bool truth:
                return truth ? "true" : "false";
            case int number:
                return number.ToString(CultureInfo.InvariantCulture);
            default:
                var outer = rendering.Output.BeginCapture();
                Print(value, rendering, 0);
                var captured = rendering.Output.EndCapture(outer);
                rendering.Budget.ChargeText(captured.Length);
                return captured;
        }
    }

    /// <summary>Writes a value as JSON.</summary>
    public static void PrintJson(object? value, Rendering rendering, int depth = 0)
    {
        Enter(rendering, depth);
        var output = rendering.Output;
        switch (value)
        {
            case null:
                output.Write("null");
                break;
            case VtlMap { Unchanged: { } source }:
                JsonTexts.WriteCompact(source, output);
                break;
            case VtlList { Unchanged: { } source }:
                JsonTexts.WriteCompact(source, output);
                break;
            case VtlMap map:
                output.Write('{');
                for (var i = 0; i < map.Count; i++)
                {
                    output.Write(i == 0 ? "" : ",");
                    JsonTexts.WriteString(Of(map.KeyAt(i), rendering), output);
                    output.Write(':');
                    PrintJson(map.ValueAt(i), rendering, depth + 1);
                }

                output.Write('}');
                break;
            case VtlList list:
                output.Write('[');
                for (var i = 0; i < list.Count; i++)
                {
                    output.Write(i == 0 ? "" : ",");
                    PrintJson(list.Items[i], rendering, depth + 1);
                }

                output.Write(']');
                break;
            case bool or int or long or double or BigInteger:
                Print(value, rendering, depth);
                break;
            default:
                JsonTexts.WriteString(Of(value, rendering), output);
                break;
        }
    }

    private static void Print(object? value, Rendering rendering, int depth)
    {
        Enter(rendering, depth);
        var output = rendering.Output;
        switch (value)
        {
            case null:
                output.Write("null");
                break;
            case string text:
                output.Write(text);
                break;
            case bool truth:
                output.Write(truth ? "true" : "false");
                break;
            case int number:
                Print(number, output);
                break;
            case double number:
                output.Write(JavaNumbers.Text(number));
                break;
            case long or BigInteger:
                output.Write(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case VtlMap map:
                PrintMap(map, rendering, depth);
                break;
            case VtlList { IsJson: true } list:
                PrintJson(list, rendering, depth);
                break;
            case VtlList list:
                PrintList(list, rendering, depth);
                break;
            case MapEntry entry:
                PrintPair(entry.Key, entry.Value, rendering, depth);
                break;
            case DefinedBlock block:
                block.Print(rendering);
                break;
            default:
                // The built-in variables themselves have no text.
                break;
        }
    }

    private static void Print(int number, TemplateOutput output)
    {
        Span<char> digits = stackalloc char[11];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        output.Write(digits[..length]);
    }

    private static void PrintMap(VtlMap map, Rendering rendering, int depth)
    {
        rendering.Output.Write('{');
        for (var i = 0; i < map.Count; i++)
        {
            rendering.Output.Write(i == 0 ? "" : ", ");
            PrintPair(map.KeyAt(i), map.ValueAt(i), rendering, depth);
        }

        rendering.Output.Write('}');
    }

    private static void PrintList(VtlList list, Rendering rendering, int depth)
    {
        rendering.Output.Write('[');
        for (var i = 0; i < list.Count; i++)
        {
            rendering.Output.Write(i == 0 ? "" : ", ");
            Print(list.Items[i], rendering, depth + 1);
        }

        rendering.Output.Write(']');
    }

    private static void PrintPair(object? key, object? value, Rendering rendering, int depth)
    {
        Print(key, rendering, depth + 1);
        rendering.Output.Write('=');
        Print(value, rendering, depth + 1);
    }

    private static void Enter(Rendering rendering, int depth)
    {
        rendering.Budget.Charge(1);
        if (depth > TemplateLimits.ValueDepth)
        {
            throw TemplateFailure.TooDeep();
        }

        Rendering.CheckStack();
    }
}
