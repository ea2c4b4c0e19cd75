using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>Writes documents as JSON or YAML.</summary>
internal static class DocumentWriter
{
    private static readonly SearchValues<char> _plainKey =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.$-");

    private static readonly JsonWriterOptions _json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented JSON.</summary>
    public static byte[] ToJson(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, _json))
        {
            document.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>YAML, whose texts are all quoted, so that no reader takes one for something else.</summary>
    public static byte[] ToYaml(JsonObject document)
    {
        var text = new StringWriter();
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    var plain = YamlScalars.IsText(name) && !name.StartsWith('-') && !name.AsSpan().ContainsAnyExcept(_plainKey);
                    emitter.Emit(Scalar(name, plain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var element in list)
                {
                    Emit(emitter, element);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case null:
                emitter.Emit(Scalar("null", ScalarStyle.Plain));
                break;
            case var value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Scalar(value.GetValue<string>(), ScalarStyle.DoubleQuoted));
                break;
            case var value:
                emitter.Emit(Scalar(value.ToJsonString(), ScalarStyle.Plain));
                break;
        }
    }

    private static Scalar Scalar(string value, ScalarStyle style) => new(AnchorName.Empty, TagName.Empty, value, style, true, style != ScalarStyle.Plain);
}
