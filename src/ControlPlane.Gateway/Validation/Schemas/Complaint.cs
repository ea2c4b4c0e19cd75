using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>What is wrong with a value, in the words of API Gateway's validator; put together only when somebody reads it.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Complaint
{
    private const int MaxValueLength = 128;

    private readonly StringBuilder? _text;

    public Complaint(int literalLength, int formattedCount, SchemaCheck check, out bool isWanted)
    {
        isWanted = !check.IsQuiet;
        _text = isWanted ? new StringBuilder(literalLength + (formattedCount * 16)) : null;
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted(string text) => _text!.Append(text);

    public void AppendFormatted(int number) => _text!.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A value as JSON, cut when it is long.</summary>
    public void AppendFormatted(JsonElement value)
    {
        var json = value.GetRawText();
        _text!.Append(json.Length <= MaxValueLength ? json : $"{json.AsSpan(0, MaxValueLength)}...");
    }

    /// <summary>Names as a JSON list.</summary>
    public void AppendFormatted(IReadOnlyList<string> names)
    {
        _text!.Append('[');
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i].Length <= MaxValueLength ? names[i] : names[i][..MaxValueLength];
            _text.Append(i == 0 ? "\"" : ",\"").Append(JsonEncodedText.Encode(name).Value).Append('"');
        }

        _text.Append(']');
    }

    public string ToText() => _text!.ToString();
}
