namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>A key of a map with its value, as <c>entrySet()</c> lists them.</summary>
internal sealed record MapEntry(object? Key, object? Value);
