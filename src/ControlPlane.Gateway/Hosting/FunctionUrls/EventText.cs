namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>Where a text of an event stands: in the event itself, or, when it had JSON escapes, among the texts unescaped from it.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes; zero for texts that the event does not have.</param>
/// <param name="IsUnescaped">Whether it stands among the unescaped ones.</param>
internal readonly record struct EventText(int Start, int Length, bool IsUnescaped);
