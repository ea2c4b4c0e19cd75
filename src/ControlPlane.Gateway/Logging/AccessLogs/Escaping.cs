namespace ControlPlane.Gateway.Logging.AccessLogs;

/// <summary>
/// What a value's surroundings in a line are, and so how it is kept from leaving them. API Gateway substitutes values as they are; here
/// none may end the line, or the quotes or the element that the format has put it in.
/// </summary>
internal enum Escaping
{
    /// <summary>Nothing around it: as in quotes.</summary>
    Plain,

    /// <summary>In double quotes, as web servers write them: <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\x1b</c>.</summary>
    Quotes,

    /// <summary>A JSON value without quotes: as in a string.</summary>
    JsonValue,

    /// <summary>In a JSON string (RFC 8259).</summary>
    JsonString,

    /// <summary>In an XML element or attribute.</summary>
    Xml,

    /// <summary>A field of comma-separated values (RFC 4180): put in quotes where it has to be.</summary>
    CsvField,

    /// <summary>The same in quotes of the format's own: quotes are doubled.</summary>
    CsvQuotes,
}
