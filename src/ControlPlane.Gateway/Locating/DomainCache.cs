using System.Collections.Concurrent;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Locating;

/// <summary>Custom domains by host name, and the names known to be none. Forgotten as a whole when domains change.</summary>
internal sealed partial class DomainCache(IStageSource source, TimeProvider time, TimeSpan? revalidateEvery, ILogger<DomainCache> logger)
{
    private const int MaxEntries = 1024;

    private ConcurrentDictionary<string, Lookup> _lookups = new(StringComparer.Ordinal);
    private volatile Task _lastCheck = Task.CompletedTask;

    /// <summary>The comparison with the store that began last; never fails.</summary>
    public Task LastCheck => _lastCheck;

    /// <summary>The custom domain of a name, or null when the name is none.</summary>
    /// <param name="name">A host name in lower case.</param>
    /// <param name="now">The current timestamp.</param>
    public ValueTask<CustomDomain?> FindAsync(string name, long now)
    {
        var lookups = Volatile.Read(ref _lookups);
        if (!lookups.TryGetValue(name, out var lookup))
        {
            return new(StartAsync(lookups, name, null));
        }

        if (now >= lookup.RefreshAt && Interlocked.Exchange(ref lookup.RefreshAt, long.MaxValue) != long.MaxValue)
        {
            _lastCheck = StartAsync(lookups, name, lookup);
        }

        return new(lookup.Domain);
    }

    /// <summary>Forgets all domains; lookups that began before do not come back.</summary>
    public void DomainsChanged() => Volatile.Write(ref _lookups, new(StringComparer.Ordinal));

    private Task<CustomDomain?> StartAsync(ConcurrentDictionary<string, Lookup> lookups, string name, Lookup? last) =>
        Task.Run(async () =>
        {
            try
            {
                var domain = await source.FindDomainAsync(name, CancellationToken.None).ConfigureAwait(false);
                Remember(lookups, name, domain);
                return domain;
            }
            catch (Exception exception) when (last is not null)
            {
                ServingLast(name, exception);
                Remember(lookups, name, last.Domain);
                return last.Domain;
            }
        });

    private void Remember(ConcurrentDictionary<string, Lookup> lookups, string name, CustomDomain? domain)
    {
        if (lookups.Count >= MaxEntries)
        {
            lookups.Clear();
        }

        var refresh = revalidateEvery is { } every ? time.GetTimestamp() + (long)(every.TotalSeconds * time.TimestampFrequency) : long.MaxValue;
        lookups[name] = new Lookup(domain, refresh);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Custom domain {Name} could not be read; its last mappings keep serving.")]
    private partial void ServingLast(string name, Exception exception);

    private sealed class Lookup(CustomDomain? domain, long refreshAt)
    {
        public long RefreshAt = refreshAt;

        public CustomDomain? Domain { get; } = domain;
    }
}
