using System.Text;
using System.Text.Json;

namespace ControlPlane.Gateway.Tests.Hosting.FunctionUrls;

/// <summary>A response in payload format 2.0.</summary>
internal sealed record EventResponse(int Status, Dictionary<string, string> Headers, IReadOnlyList<string> Cookies, string? Body, bool IsBase64Encoded, int Bytes)
{
    public byte[] BodyBytes => IsBase64Encoded ? Convert.FromBase64String(Body!) : Encoding.UTF8.GetBytes(Body ?? "");

    public static EventResponse Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        foreach (var member in root.EnumerateObject())
        {
            member.Name.ShouldBeOneOf("statusCode", "headers", "cookies", "body", "isBase64Encoded");
        }

        return new EventResponse(
            root.GetProperty("statusCode").GetInt32(),
            root.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            root.TryGetProperty("cookies", out var cookies) ? [.. cookies.EnumerateArray().Select(cookie => cookie.GetString()!)] : [],
            root.TryGetProperty("body", out var body) ? body.GetString() : null,
            root.TryGetProperty("isBase64Encoded", out var isBase64) && isBase64.GetBoolean(),
            json.Length);
    }
}
