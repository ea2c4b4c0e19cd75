using System.Collections.Concurrent;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Locating;

/// <summary>Custom domains by host name, and the names known to be none. Forgotten as a whole when domains change.</summary>
internal sealed partial class DomainCache(IStageSource source, TimeProvider time, TimeSpan? revalidateEvery, ILogger<DomainCache> logger)
{
    private const int MaxEntries = 1024;

    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    private readonly TimedStageSource _source = new(source, time);
    private Names _names = new();
    private long _sayAt;
    private volatile Task _lastCheck = Task.CompletedTask;

    /// <summary>The comparison with the store that began last; never fails.</summary>
    public Task LastCheck => _lastCheck;

    /// <summary>The custom domain of a name, or null when the name is none.</summary>
    /// <param name="name">A host name in lower case.</param>
    /// <param name="now">The current timestamp.</param>
    /// <exception cref="GatewayFailure">503: the name is not known yet and the store failed.</exception>
    public ValueTask<CustomDomain?> FindAsync(string name, long now)
    {
        var names = Volatile.Read(ref _names);
        if (!names.Known.TryGetValue(name, out var lookup))
        {
            return new(FirstAsync(names, name));
        }

        if (now >= lookup.RefreshAt && Interlocked.Exchange(ref lookup.RefreshAt, long.MaxValue) != long.MaxValue)
        {
            _lastCheck = RefreshAsync(names, name, lookup.Domain);
        }

        return new(lookup.Domain);
    }

    /// <summary>Forgets all domains; lookups that began before do not come back.</summary>
    public void DomainsChanged() => Volatile.Write(ref _names, new());

    private async Task<CustomDomain?> FirstAsync(Names names, string name)
    {
        // One read for all requests that come meanwhile.
        var read = names.Asked.GetOrAdd(name, static (asked, self) => new Lazy<Task<CustomDomain?>>(() => self.ReadAsync(asked)), this);
        try
        {
            var domain = await read.Value.ConfigureAwait(false);
            Remember(names, name, domain);
            return domain;
        }
        catch (Exception exception)
        {
            Say(name, exception);
            throw new GatewayFailure(GatewayError.ServiceUnavailable, "The custom domain cannot be read.", exception);
        }
        finally
        {
            names.Asked.TryRemove(KeyValuePair.Create(name, read));
        }
    }

    private async Task RefreshAsync(Names names, string name, CustomDomain? last)
    {
        try
        {
            Remember(names, name, await ReadAsync(name).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            Say(name, exception);
            Remember(names, name, last);
        }
    }

    private Task<CustomDomain?> ReadAsync(string name) => _source.FindDomainAsync(name, CancellationToken.None).AsTask();

    private void Remember(Names names, string name, CustomDomain? domain)
    {
        if (names.Known.Count >= MaxEntries)
        {
            names.Known.Clear();
        }

        var refresh = revalidateEvery is { } every ? time.GetTimestamp() + (long)(every.TotalSeconds * time.TimestampFrequency) : long.MaxValue;
        names.Known[name] = new Lookup(domain, refresh);
    }

    // Whoever asks chooses the names: one record a minute for all of them.
    private void Say(string name, Exception exception)
    {
        var now = time.GetTimestamp();
        var due = Volatile.Read(ref _sayAt);
        if (now >= due && Interlocked.CompareExchange(ref _sayAt, now + (long)(SayEvery.TotalSeconds * time.TimestampFrequency), due) == due)
        {
            Unreadable(name, exception);
        }
    }

    [LoggerMessage(
        EventId = 1004,
        EventName = "DomainUnreadable",
        Level = LogLevel.Warning,
        Message = "Custom domain {Name} could not be read; the last mappings that were read keep serving.")]
    private partial void Unreadable(string name, Exception exception);

    private sealed class Names
    {
        public ConcurrentDictionary<string, Lookup> Known { get; } = new(StringComparer.Ordinal);

        /// <summary>The reads under way of names not known yet.</summary>
        public ConcurrentDictionary<string, Lazy<Task<CustomDomain?>>> Asked { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Lookup(CustomDomain? domain, long refreshAt)
    {
        public long RefreshAt = refreshAt;

        public CustomDomain? Domain { get; } = domain;
    }
}
