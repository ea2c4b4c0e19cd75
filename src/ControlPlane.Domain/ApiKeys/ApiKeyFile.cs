using System.Text;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.ApiKeys;

/// <summary>One key of a file that ImportApiKeys takes.</summary>
/// <param name="Line">Its line in the file, the first is 1.</param>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, empty to have one made.</param>
/// <param name="Description">Free text, or null.</param>
/// <param name="Enabled">Whether it may be used.</param>
/// <param name="UsagePlanIds">The plans it shall belong to.</param>
public sealed record ApiKeyEntry(int Line, string Name, string Value, string? Description, bool Enabled, IReadOnlyList<string> UsagePlanIds);

/// <summary>Reads API key files: CSV (RFC 4180) whose first line names the columns Name, Key, Description, Enabled, UsagePlanIds in any order.</summary>
public static class ApiKeyFile
{
    /// <summary>Most keys of one file.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ApiException">400: it is no such file.</exception>
    public static IReadOnlyList<ApiKeyEntry> Read(string text)
    {
        var rows = Rows(text.TrimStart('\uFEFF'));
        if (rows.Count == 0)
        {
            throw Bad("The file has no header");
        }

        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < rows[0].Fields.Count; i++)
        {
            columns[rows[0].Fields[i].Trim()] = i;
        }

        if (!columns.ContainsKey("name") || !columns.ContainsKey("key"))
        {
            throw Bad("The header must have the columns Name and Key");
        }

        if (rows.Count - 1 > MaxKeys)
        {
            throw Bad($"The file has more than {MaxKeys} keys");
        }

        return [.. rows.Skip(1).Select(row => Entry(row.Line, name => columns.TryGetValue(name, out var at) && at < row.Fields.Count ? row.Fields[at].Trim() : ""))];
    }

    private static ApiKeyEntry Entry(int line, Func<string, string> field) => new(
        line,
        field("name"),
        field("key"),
        field("description") is { Length: > 0 } description ? description : null,
        field("enabled").ToUpperInvariant() switch
        {
            "" or "FALSE" => false,
            "TRUE" => true,
            _ => throw Bad($"Line {line}: enabled must be true or false"),
        },
        field("usageplanids").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries));

    private static List<(int Line, List<string> Fields)> Rows(string text)
    {
        var rows = new List<(int Line, List<string> Fields)>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, start, quoted) = (1, 1, false);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            line += character == '\n' ? 1 : 0;
            switch (character)
            {
                case '"' when quoted && at + 1 < text.Length && text[at + 1] == '"':
                    field.Append('"');
                    at++;
                    break;
                case '"' when quoted || field.Length == 0:
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    Next();
                    break;
                case '\n' when !quoted:
                    End();
                    start = line;
                    break;
                case '\r' when !quoted:
                    break;
                default:
                    field.Append(character);
                    break;
            }
        }

        if (quoted)
        {
            throw Bad($"Line {start}: a quotation mark is not closed");
        }

        End();
        return rows;

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void End()
        {
            Next();
            if (fields.Count > 1 || fields[0].Trim().Length > 0)
            {
                rows.Add((start, fields));
            }

            fields = [];
        }
    }

    private static ApiException Bad(string reason) => ApiException.BadRequest($"Invalid API Key file. {reason}");
}
