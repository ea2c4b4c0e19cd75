using System.Net;

namespace ControlPlane.Gateway.Locating;

/// <summary>A <c>Host</c> header taken apart.</summary>
internal sealed class HostName
{
    /// <summary>The first label of <see cref="Test"/>.</summary>
    public const string TestPrefix = "testPrefix";

    private const string ApiInfix = ".execute-api.";

    private HostName(string name, string? apiId, bool isPlain)
    {
        Name = name;
        ApiId = apiId;
        IsPlain = isPlain;
    }

    /// <summary>The host of requests that came to none, since they test a method (AWS: TestInvokeMethod).</summary>
    public static HostName Test { get; } = new(TestPrefix + ".testDomainName", null, isPlain: false);

    /// <summary>The name without port, in lower case.</summary>
    public string Name { get; }

    /// <summary>The API of an invoke host (<c>{api}.execute-api.{anything}</c>), or null.</summary>
    public string? ApiId { get; }

    /// <summary>True for addresses, localhost and the hosts of what runs the gateway, which are never custom domains.</summary>
    public bool IsPlain { get; }

    /// <summary>Takes a header apart.</summary>
    /// <param name="host">The header.</param>
    /// <param name="isOwn">Whether it belongs to what runs the gateway, and so is no invoke host.</param>
    public static HostName Parse(string host, bool isOwn = false)
    {
        var name = WithoutPort(host).ToLowerInvariant();
        var infix = name.IndexOf(ApiInfix, StringComparison.Ordinal);
        if (isOwn)
        {
            return new(name, null, isPlain: true);
        }

        var isPlain = name.Length == 0 || name == "localhost" || IPAddress.TryParse(name, out _);
        return new(name, infix > 0 ? name[..infix] : null, isPlain);
    }

    private static string WithoutPort(string host)
    {
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? host : host[1..end];
        }

        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host[..colon];
    }
}
