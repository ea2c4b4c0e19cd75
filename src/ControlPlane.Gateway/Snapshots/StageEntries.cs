using System.Collections.Concurrent;

namespace ControlPlane.Gateway.Snapshots;

/// <summary>The places of all stages that were asked for, by name.</summary>
internal sealed class StageEntries
{
    /// <summary>Names of stages that do not exist, or cannot be read, are forgotten beyond this many entries.</summary>
    private const int MaxEntries = 8192;

    private const int MaxKeyLength = 160;

    private readonly ConcurrentDictionary<string, StageEntry> _entries = new(StringComparer.Ordinal);

    public ICollection<StageEntry> All => _entries.Values;

    /// <summary>The place of a stage, made when it is not there yet.</summary>
    /// <returns>Null when the names cannot be those of a stage.</returns>
    public StageEntry? Find(ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName)
    {
        if (apiId.IsEmpty || stageName.IsEmpty || apiId.Length + stageName.Length >= MaxKeyLength)
        {
            return null;
        }

        Span<char> key = stackalloc char[MaxKeyLength];
        apiId.CopyTo(key);
        key[apiId.Length] = '/';
        stageName.CopyTo(key[(apiId.Length + 1)..]);
        key = key[..(apiId.Length + 1 + stageName.Length)];
        return _entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var entry)
            ? entry
            : Add(key.ToString(), apiId, stageName);
    }

    /// <summary>The place of a stage, or null when nobody asked for it.</summary>
    public StageEntry? FindExisting(string apiId, string stageName) => _entries.GetValueOrDefault($"{apiId}/{stageName}");

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private StageEntry? Add(string key, ReadOnlySpan<char> apiId, ReadOnlySpan<char> stageName)
    {
        if (!IsName(apiId) || !IsName(stageName))
        {
            return null;
        }

        if (_entries.Count >= MaxEntries)
        {
            foreach (var (name, other) in _entries)
            {
                if (other.Current?.Snapshot is null && other.Loading is not { IsCompleted: false })
                {
                    _entries.TryRemove(name, out _);
                }
            }
        }

        return _entries.GetOrAdd(key, new StageEntry(apiId.ToString(), stageName.ToString()));
    }
}
