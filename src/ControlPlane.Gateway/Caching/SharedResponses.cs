using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Gateway.Recording;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Storage.Items;
using Microsoft.Extensions.Caching.Distributed;

namespace ControlPlane.Gateway.Caching;

/// <summary>
/// The responses that several routers share. Reads are waited for a moment only, writes not at all; after a failure the store is left alone
/// for a while.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="protection">Encrypts responses of methods that want it, or null: such responses stay in their process then.</param>
/// <param name="faults">Hears of failures.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedResponses(IBufferDistributedCache store, ResponseProtection? protection, GatewayFaults faults, TimeProvider time)
{
    /// <summary>How long a request waits for the store, and then asks its backend.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the store is not asked after it has failed.</summary>
    public static readonly TimeSpan Impatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a response is served from memory before the store is asked, beside a request, for a newer one.</summary>
    public static readonly TimeSpan RecheckEvery = TimeSpan.FromSeconds(5);

    private const string Fault = "response_cache";

    /// <summary>Most writes at a time; what comes beyond stays in this process.</summary>
    private const int MaxWriting = 32;

    private readonly TimedReads _calls = new(time);
    private long _silentUntil;
    private int _writing;
    private Task _last = Task.CompletedTask;

    /// <summary>What was done beside requests last; never fails.</summary>
    public Task Last => Volatile.Read(ref _last);

    /// <summary>The timestamp from which on a response in memory is to be compared with the store's.</summary>
    public long NextRecheck(long now) => now + Ticks(RecheckEvery);

    /// <summary>Finds a response; null also when the store does not answer.</summary>
    /// <param name="entry">The entry, within all stages.</param>
    /// <param name="isEncrypted">Whether the method wants its responses encrypted.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="patience">How long to wait.</param>
    public async ValueTask<CachedResponse?> FindAsync(string entry, bool isEncrypted, StageSnapshot stage, TimeSpan patience)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _silentUntil) || !CanShare(isEncrypted, stage))
        {
            return null;
        }

        try
        {
            var key = KeyOf(entry);
            var bytes = new ArrayBufferWriter<byte>();
            return await _calls.WithinAsync(patience, token => store.TryGetAsync(key, bytes, token), CancellationToken.None).ConfigureAwait(false)
                ? Read(bytes.WrittenMemory, key, isEncrypted)
                : null;
        }
        catch (Exception exception)
        {
            Report(stage, "read", exception);
            return null;
        }
    }

    /// <summary>Stores a response, beside the request.</summary>
    public void Store(string entry, CachedResponse response, bool isEncrypted, StageSnapshot stage)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _silentUntil) || !CanShare(isEncrypted, stage))
        {
            return;
        }

        if (Interlocked.Increment(ref _writing) > MaxWriting)
        {
            Interlocked.Decrement(ref _writing);
            return;
        }

        Volatile.Write(ref _last, Task.Run(() => StoreAsync(entry, response, isEncrypted, stage)));
    }

    /// <summary>Asks the store for a newer response than the one in memory, beside the request.</summary>
    /// <param name="entry">The entry, within all stages.</param>
    /// <param name="known">The one in memory.</param>
    /// <param name="isEncrypted">Whether the method wants its responses encrypted.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="keep">Takes a newer one.</param>
    public void Recheck(string entry, CachedResponse known, bool isEncrypted, StageSnapshot stage, Action<CachedResponse> keep) =>
        Volatile.Write(ref _last, Task.Run(async () =>
        {
            if (await FindAsync(entry, isEncrypted, stage, TimedReads.ReadTimeout).ConfigureAwait(false) is { } found && found.AskedAt > known.AskedAt)
            {
                keep(found);
            }
        }));

    private static string KeyOf(string entry) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry)));

    private async Task StoreAsync(string entry, CachedResponse response, bool isEncrypted, StageSnapshot stage)
    {
        try
        {
            var key = KeyOf(entry);
            var bytes = new ArrayBufferWriter<byte>(response.Body.Length + 1024);
            CachedResponseFormat.Write(response, bytes);
            var value = isEncrypted ? protection!.Protect(bytes.WrittenSpan, key) : bytes.WrittenMemory;
            if (value.Length > ItemLimits.MaxBodyBytes)
            {
                // It stays in this process.
                return;
            }

            var expiry = new DistributedCacheEntryOptions { AbsoluteExpiration = response.ExpiresAt };
            await _calls.WithinAsync(
                TimedReads.ReadTimeout,
                async token =>
                {
                    await store.SetAsync(key, new ReadOnlySequence<byte>(value), expiry, token).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(stage, "written", exception);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    private CachedResponse? Read(ReadOnlyMemory<byte> bytes, string key, bool isEncrypted)
    {
        var response = CachedResponseFormat.Read(isEncrypted ? protection!.Unprotect(bytes.Span, key) : bytes);
        return response.ExpiresAt > time.GetUtcNow() ? response : null;
    }

    private bool CanShare(bool isEncrypted, StageSnapshot stage)
    {
        if (!isEncrypted || protection is not null)
        {
            return true;
        }

        faults.Report(Fault, stage, "Cached responses are to be encrypted, and no secret is configured here: they stay in this process.");
        return false;
    }

    private void Report(StageSnapshot stage, string what, Exception exception)
    {
        // What can be read, but not understood, says nothing against the store.
        if (exception is not (InvalidDataException or CryptographicException))
        {
            Volatile.Write(ref _silentUntil, time.GetTimestamp() + Ticks(Impatience));
        }

        faults.Report(Fault, stage, $"Shared cached responses cannot be {what}: {exception.Message}");
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
