using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ControlPlane.Gateway.Mapping.JsonPaths;
using ControlPlane.Gateway.Mapping.Templates.Expressions;
using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>What <c>$input</c> offers: the body, its parts and the request's parameters.</summary>
internal static class InputMethods
{
    private const string Missing = "\"\"";

    /// <summary>Calls a method; one that does not exist with such arguments has no value.</summary>
    public static object? Call(string method, object?[] arguments, MethodStep step, Rendering rendering) => (method, arguments) switch
    {
        ("json", [string path]) => Json(path, step, rendering),
        ("path", [string path]) => Value(Find(path, step, rendering), rendering),
        ("params", []) => rendering.Parameters,
        ("params", [string name]) => InputParameters.Find(rendering.Request, name),
        ("body", []) => Body(rendering),
        _ => null,
    };

    /// <summary>The whole body as text; <c>{}</c> when it is empty.</summary>
    public static string Body(Rendering rendering)
    {
        rendering.Budget.ChargeText(rendering.Body.Length);
        return rendering.Body.IsEmpty ? "{}" : Encoding.UTF8.GetString(rendering.Body.Span);
    }

    /// <summary>Writes the part of the body at a path as JSON; an empty JSON string when there is none.</summary>
    public static void PrintJson(string path, MethodStep step, Rendering rendering)
    {
        var result = Find(path, step, rendering);
        if (result.Single is { } element)
        {
            JsonTexts.WriteCompact(element, rendering.Output);
        }
        else if (result.Many is { } elements)
        {
            rendering.Output.Write('[');
            for (var i = 0; i < elements.Count; i++)
            {
                rendering.Output.Write(i == 0 ? "" : ",");
                JsonTexts.WriteCompact(elements[i], rendering.Output);
            }

            rendering.Output.Write(']');
        }
        else
        {
            rendering.Output.Write(Missing);
        }
    }

    private static string Json(string path, MethodStep step, Rendering rendering)
    {
        var outer = rendering.Output.BeginCapture();
        PrintJson(path, step, rendering);
        var text = rendering.Output.EndCapture(outer);
        rendering.Budget.ChargeText(text.Length);
        return text;
    }

    private static JsonPathResult Find(string path, MethodStep step, Rendering rendering) =>
        step.Path.Get(path, rendering).Find(rendering.Root, rendering.Budget);

    private static object? Value(JsonPathResult result, Rendering rendering)
    {
        if (result.Single is { } element)
        {
            Charge(element, rendering);
            return JsonTexts.ToValue(element);
        }

        if (result.Many is not { } elements)
        {
            return null;
        }

        var items = new List<object?>(elements.Count);
        foreach (var item in elements)
        {
            Charge(item, rendering);
            items.Add(JsonTexts.ToValue(item));
        }

        return new VtlList(items) { IsJson = true };
    }

    /// <summary>Takes what looking into a value may cost later: maps and lists are filled from JSON only when they are used.</summary>
    private static void Charge(JsonElement element, Rendering rendering) =>
        rendering.Budget.ChargeText(JsonMarshal.GetRawUtf8Value(element).Length);
}
