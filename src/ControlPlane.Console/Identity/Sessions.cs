using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace ControlPlane.WebConsole.Identity;

/// <summary>Who is signed in. Keys stay in this process's memory; browsers hold a random name for them.</summary>
internal sealed class Sessions : IDisposable
{
    private const int _most = 1000;
    private static readonly TimeSpan _idle = TimeSpan.FromHours(1);
    private static readonly TimeSpan _longest = TimeSpan.FromHours(12);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = _most });

    /// <summary>Begins a session.</summary>
    /// <returns>Its name.</returns>
    public string Begin(ControlApiAccess.Access access)
    {
        var name = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _cache.Set(name, access, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = _idle, AbsoluteExpirationRelativeToNow = _longest });
        return name;
    }

    /// <summary>A session that has not ended, or null.</summary>
    public ControlApiAccess.Access? Find(string? name) => name is null ? null : _cache.Get<ControlApiAccess.Access>(name);

    /// <summary>Ends a session.</summary>
    public void End(string name) => _cache.Remove(name);

    public void Dispose() => _cache.Dispose();
}
