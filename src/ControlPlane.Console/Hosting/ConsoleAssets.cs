using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole.Hosting;

/// <summary>The stylesheet, the script and the icon: inside the assembly, at addresses that change with what they hold, so that browsers keep them.</summary>
internal sealed class ConsoleAssets(RequestDelegate next)
{
    private const string _folder = "/assets/";

    private static readonly FrozenDictionary<string, Asset> _byName = new[]
    {
        Asset.Read("console.css", "text/css; charset=utf-8"),
        Asset.Read("console.js", "text/javascript; charset=utf-8"),
        Asset.Read("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Asset> _byPath =
        _byName.Values.ToFrozenDictionary(asset => $"{_folder}{asset.Digest}/{asset.Name}", StringComparer.Ordinal);

    /// <summary>Where an asset is.</summary>
    /// <param name="name">Its file name.</param>
    public static string Path(string name) => $"{ConsoleOptions.Path}{_folder}{_byName[name].Digest}/{name}";

    /// <summary>Answers with an asset, or passes the request on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!_byPath.TryGetValue(context.Request.Path, out var asset))
        {
            return next(context);
        }

        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(asset.Content, 0, asset.Content.Length, context.RequestAborted);
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content, string Digest)
    {
        public static Asset Read(string name, string contentType)
        {
            using var resource = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            resource.CopyTo(content);
            var bytes = content.ToArray();
            return new Asset(name, contentType, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
    }
}
