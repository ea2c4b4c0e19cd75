using System.Text.Json;

namespace ControlPlane.Gateway.Mapping.JsonPaths;

/// <summary>What a path leads to: one value, or as many as match where the path may lead to several; neither when it leads nowhere.</summary>
/// <param name="Single">The value of a path to one place, or null.</param>
/// <param name="Many">The values of a path with wildcards, or null.</param>
internal readonly record struct JsonPathResult(JsonElement? Single, List<JsonElement>? Many);
