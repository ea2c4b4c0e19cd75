using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Domain.Comparing;

/// <summary>A thing's members as patch paths with their values as text: what two states of it are compared by.</summary>
internal sealed class MemberSet
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>A map's key as a segment of a path.</summary>
    public static string Segment(string key) =>
        key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Adds a member, unless it has no value.</summary>
    public void Add(string path, string? value)
    {
        if (value is not null)
        {
            _values[path] = value;
        }
    }

    /// <summary>Adds a member that is true or false.</summary>
    public void Add(string path, bool value) => _values[path] = value ? "true" : "false";

    /// <summary>Adds a map's entries, each under its key.</summary>
    public void AddAll(string path, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (key, value) in values)
        {
            _values[$"{path}/{Segment(key)}"] = value;
        }
    }

    /// <summary>Adds a map's entries, each under its key; one without a value counts as empty.</summary>
    public void AddTemplates(string path, IReadOnlyDictionary<string, string?> values)
    {
        foreach (var (key, value) in values)
        {
            _values[$"{path}/{Segment(key)}"] = value ?? "";
        }
    }

    /// <summary>Adds a map's entries, each under its key.</summary>
    public void AddAll(string path, IReadOnlyDictionary<string, bool> values)
    {
        foreach (var (key, value) in values)
        {
            Add($"{path}/{Segment(key)}", value);
        }
    }

    /// <summary>Adds a list as one value; an empty one has none.</summary>
    public void AddList(string path, IReadOnlyList<string> values) => Add(path, values.Count == 0 ? null : string.Join(", ", values));

    /// <summary>What differs in another state: first what is new or changed there, in its order, then what is gone.</summary>
    public List<MemberChange> ChangesTo(MemberSet after)
    {
        var gone = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        var changes = new List<MemberChange>();
        foreach (var (path, value) in after._values)
        {
            gone.Remove(path, out var was);
            if (was != value)
            {
                changes.Add(new MemberChange(path, was, value));
            }
        }

        changes.AddRange(gone.Select(member => new MemberChange(member.Key, member.Value, null)));
        return changes;
    }

    /// <summary>The SHA-256 of all members, in whatever order they were added: 64 lower-case hexadecimal digits.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var (path, value) in _values.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            Append(hash, length, path);
            Append(hash, length, value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The length goes first, so that no two sets run together to the same bytes.
    private static void Append(IncrementalHash hash, Span<byte> length, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        BitConverter.TryWriteBytes(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
