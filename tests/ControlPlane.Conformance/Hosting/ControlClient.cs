using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlPlane.Conformance.Hosting;

/// <summary>The control API over bare HTTP, for tests that look at what was acknowledged byte by byte.</summary>
internal sealed class ControlClient(HostProcess host) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = host.Control, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Sends a request that must succeed.</summary>
    /// <returns>The body, or an empty object.</returns>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<JsonObject> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<JsonObject> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<JsonObject> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    /// <summary>Asks for something that may not be there.</summary>
    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
