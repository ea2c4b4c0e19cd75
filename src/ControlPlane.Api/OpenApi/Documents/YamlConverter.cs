using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>
/// Writes a YAML document as the JSON it stands for, members in their order. Aliases are written out, within bounds: a few lines
/// of YAML can stand for more JSON than fits any memory.
/// </summary>
internal sealed class YamlConverter
{
    private const int _maxJsonBytes = 4 * DocumentReader.MaxBytes;
    private const int _maxEvents = 1_000_000;
    private const string _mergeKey = "<<";

    private readonly List<ParsingEvent> _events = [];

    // For the start of a list or an object, the place behind its end.
    private readonly List<int> _ends = [];
    private readonly Dictionary<AnchorName, int> _anchors = [];
    private readonly Utf8JsonWriter _json;

    private YamlConverter(Utf8JsonWriter json) => _json = json;

    /// <summary>Converts a document.</summary>
    /// <param name="yaml">UTF-8.</param>
    /// <exception cref="DocumentException">It is not YAML, or stands for no JSON.</exception>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> yaml)
    {
        var buffer = new ArrayBufferWriter<byte>(yaml.Length);
        using var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = DocumentReader.MaxDepth + 1 });
        var converter = new YamlConverter(json);
        try
        {
            using var text = new StringReader(Encoding.UTF8.GetString(yaml.Span));
            converter.Read(new Parser(text));
        }
        catch (YamlException exception)
        {
            throw new DocumentException($"The document is not valid YAML: {exception.InnerException?.Message ?? exception.Message} (line {exception.Start.Line}, column {exception.Start.Column}).");
        }

        converter.Write(0, 0);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Read(Parser parser)
    {
        var open = new Stack<int>();
        var documents = 0;
        while (Next(parser) is { } current)
        {
            switch (current)
            {
                case StreamStart or StreamEnd or DocumentEnd or Comment:
                    continue;
                case DocumentStart:
                    if (++documents > 1)
                    {
                        throw Wrong("There is more than one document", current);
                    }

                    continue;
                case MappingStart or SequenceStart:
                    open.Push(_events.Count);
                    break;
                case MappingEnd or SequenceEnd:
                    _ends[open.Pop()] = _events.Count + 1;
                    break;
                default:
                    break;
            }

            if (open.Count > DocumentReader.MaxDepth)
            {
                throw TooDeep(current);
            }

            if (_events.Count == _maxEvents)
            {
                throw Wrong("The document has too many elements", current);
            }

            _events.Add(current);
            _ends.Add(_events.Count);
            if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            {
                // An anchor may be given anew; aliases before it mean the old one, so the place is kept by the event.
                _anchors[anchored.Anchor] = _events.Count - 1;
            }

            if (current is AnchorAlias alias)
            {
                _ends[^1] = _anchors.TryGetValue(alias.Value, out var target) ? ~target : throw Wrong($"There is no anchor {alias.Value}", current);
            }
        }

        if (_events.Count == 0)
        {
            throw new DocumentException("The document is empty.");
        }
    }

    // The parser lets failures of its own through where damaged text leads it astray; what it was at then is wrong all the same.
    private static ParsingEvent? Next(Parser parser)
    {
        try
        {
            return parser.MoveNext() ? parser.Current : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new DocumentException($"The document is not valid YAML (after line {parser.Current?.End.Line ?? 1}).");
        }
    }

    private int EndOf(int place) => _events[place] is AnchorAlias ? place + 1 : _ends[place];

    private int Resolve(int place) => _events[place] is AnchorAlias ? ~_ends[place] : place;

    private void Write(int place, int depth)
    {
        if (_json.BytesCommitted + _json.BytesPending > _maxJsonBytes)
        {
            throw Wrong("The document's aliases stand for too much", _events[place]);
        }

        if (depth > DocumentReader.MaxDepth)
        {
            throw TooDeep(_events[place]);
        }

        place = Resolve(place);
        switch (_events[place])
        {
            case Scalar scalar:
                YamlScalars.Write(_json, scalar);
                break;
            case SequenceStart:
                _json.WriteStartArray();
                for (var at = place + 1; _events[at] is not SequenceEnd; at = EndOf(at))
                {
                    Write(at, depth + 1);
                }

                _json.WriteEndArray();
                break;
            default:
                WriteMapping(place, depth);
                break;
        }
    }

    private void WriteMapping(int place, int depth)
    {
        _json.WriteStartObject();
        var names = Names(place);
        foreach (var (name, value) in Entries(place))
        {
            if (name != _mergeKey)
            {
                _json.WritePropertyName(name);
                Write(value, depth + 1);
                continue;
            }

            // What is merged in gives way to what is there, and to what was merged in before.
            foreach (var (merged, mergedValue) in Merged(value, 0))
            {
                if (names.Add(merged))
                {
                    _json.WritePropertyName(merged);
                    Write(mergedValue, depth + 1);
                }
            }
        }

        _json.WriteEndObject();
    }

    private HashSet<string> Names(int place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in Entries(place))
        {
            if (!names.Add(name))
            {
                throw Wrong($"The key '{name}' is there twice", _events[value]);
            }
        }

        return names;
    }

    private IEnumerable<(string Name, int Value)> Entries(int mapping)
    {
        for (var at = mapping + 1; _events[at] is not MappingEnd;)
        {
            if (_events[Resolve(at)] is not Scalar key)
            {
                throw Wrong("A key is not a text", _events[at]);
            }

            var value = EndOf(at);
            yield return (key.Value, value);
            at = EndOf(value);
        }
    }

    private IEnumerable<(string Name, int Value)> Merged(int value, int depth)
    {
        if (depth > DocumentReader.MaxDepth)
        {
            throw TooDeep(_events[value]);
        }

        var place = Resolve(value);
        if (_events[place] is MappingStart)
        {
            return Entries(place).SelectMany(entry => entry.Name == _mergeKey ? Merged(entry.Value, depth + 1) : [entry]);
        }

        if (_events[place] is not SequenceStart || depth > 0)
        {
            throw Wrong("Only objects can be merged", _events[value]);
        }

        var all = new List<(string, int)>();
        for (var at = place + 1; _events[at] is not SequenceEnd; at = EndOf(at))
        {
            all.AddRange(Merged(at, depth + 1));
        }

        return all;
    }

    private static DocumentException TooDeep(ParsingEvent at) => Wrong($"The document is more than {DocumentReader.MaxDepth} levels deep", at);

    private static DocumentException Wrong(string what, ParsingEvent at) => new($"{what} (line {at.Start.Line}, column {at.Start.Column}).");
}
