using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>
/// What a function behind a proxy integration returned: <c>statusCode</c>, <c>headers</c>, <c>multiValueHeaders</c>, <c>body</c>,
/// <c>isBase64Encoded</c> and nothing else.
/// </summary>
internal sealed class ProxyResponse
{
    private readonly List<KeyValuePair<string, string>> _single = [];

    private ProxyResponse()
    {
    }

    public int Status { get; private set; } = 200;

    public bool IsBase64Encoded { get; private set; }

    /// <summary>The body as text, UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>All headers: those of the lists first, then single values that no list has.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Reads a function's result.</summary>
    /// <returns>Null when it breaks the contract.</returns>
    public static ProxyResponse? TryParse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            var response = new ProxyResponse();
            return response.Read(ref reader, payload) && !reader.Read() ? response : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var members = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            members++;
            if (!Member(ref reader, payload))
            {
                return false;
            }
        }

        Merge();
        return members > 0;
    }

    private bool Member(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        if (reader.ValueTextEquals("statusCode"u8))
        {
            reader.Read();
            return ReadStatus(ref reader);
        }

        if (reader.ValueTextEquals("headers"u8))
        {
            reader.Read();
            return ReadHeaders(ref reader, isList: false);
        }

        if (reader.ValueTextEquals("multiValueHeaders"u8))
        {
            reader.Read();
            return ReadHeaders(ref reader, isList: true);
        }

        if (reader.ValueTextEquals("body"u8))
        {
            reader.Read();
            return ReadBody(ref reader, payload);
        }

        if (!reader.ValueTextEquals("isBase64Encoded"u8))
        {
            return false;
        }

        reader.Read();
        IsBase64Encoded = reader.TokenType == JsonTokenType.True;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null;
    }

    private bool ReadStatus(ref Utf8JsonReader reader)
    {
        var status = 0;
        var isNumber = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt32(out status),
            JsonTokenType.String => int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out status),
            _ => false,
        };
        Status = status;
        return isNumber && status is >= 200 and <= 599;
    }

    private bool ReadBody(ref Utf8JsonReader reader, ReadOnlyMemory<byte> payload)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        Body = reader.ValueIsEscaped
            ? Encoding.UTF8.GetBytes(reader.GetString()!)
            : payload.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        return true;
    }

    private bool ReadHeaders(ref Utf8JsonReader reader, bool isList)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.TokenType == JsonTokenType.Null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!isList)
            {
                if (!Scalar(ref reader, name, _single))
                {
                    return false;
                }

                continue;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!Scalar(ref reader, name, Headers))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Scalar(ref Utf8JsonReader reader, string name, List<KeyValuePair<string, string>> headers)
    {
        var value = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        if (value is not null)
        {
            headers.Add(new(name, value));
        }

        return value is not null || reader.TokenType == JsonTokenType.Null;
    }

    private void Merge()
    {
        var lists = Headers.Count;
        foreach (var (name, value) in _single)
        {
            var casing = name;
            var isThere = false;
            foreach (var header in Headers.Take(lists).Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                casing = header.Key;
                isThere |= header.Value == value;
            }

            if (!isThere)
            {
                Headers.Add(new(casing, value));
            }
        }
    }
}
