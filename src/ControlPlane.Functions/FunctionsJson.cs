using System.Text.Json.Serialization;

namespace ControlPlane.Functions;

/// <summary>What Lambda's library would serialize. The functions take and give streams, so it is next to nothing.</summary>
[JsonSerializable(typeof(string))]
public sealed partial class FunctionsJson : JsonSerializerContext;
