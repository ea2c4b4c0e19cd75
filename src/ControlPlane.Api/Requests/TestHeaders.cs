namespace ControlPlane.Api.Requests;

/// <summary>The headers of a test request (AWS: headers and multiValueHeaders).</summary>
internal static class TestHeaders
{
    /// <summary>The headers of both members, one entry per value; of a name in both the list counts.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(RequestBody body)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var lists = body.TextsMap("multiValueHeaders");
        foreach (var (name, values) in lists)
        {
            headers.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
        }

        headers.AddRange(body.TextMap("headers").Where(header => !lists.Keys.Contains(header.Key, StringComparer.OrdinalIgnoreCase)));
        return headers;
    }
}
