namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary><c>$input</c>.</summary>
internal sealed class InputVariable
{
    public static readonly InputVariable Instance = new();
}

/// <summary><c>$util</c>.</summary>
internal sealed class UtilVariable
{
    public static readonly UtilVariable Instance = new();
}
