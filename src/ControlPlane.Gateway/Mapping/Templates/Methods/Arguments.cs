using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>Arguments of methods as Java reads them.</summary>
internal static class Arguments
{
    /// <summary>A number as an int, cut to its lowest 32 bits.</summary>
    public static int ToInt(object number) => number is int value ? value : (int)(uint)(Arithmetic.ToInteger(number) & uint.MaxValue);

    /// <summary>Fails as a Java method does that throws.</summary>
    public static Exception OutOfRange(string method, object? argument, Rendering rendering) =>
        TemplateFailure.Because($"{method}({ValueText.Of(argument, rendering)}) is out of range");
}
