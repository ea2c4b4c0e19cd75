using System.Text.Json.Serialization;

namespace ControlPlane.Local.Tests.Zappa;

[JsonSerializable(typeof(string))]
internal sealed partial class TextJson : JsonSerializerContext;
