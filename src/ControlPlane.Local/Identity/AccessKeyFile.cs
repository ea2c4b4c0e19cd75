using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Api.Identity;

namespace ControlPlane.Local.Identity;

/// <summary>
/// The file of access keys: <c>[{"accessKeyId","secretAccessKey","name" or "arn","readOnly"}]</c>. What it does not say clearly is refused, as a
/// misspelt <c>readOnly</c> would give more than was meant.
/// </summary>
internal static partial class AccessKeyFile
{
    private const int _minSecretLength = 16;
    private const int _maxLength = 128;
    private const UnixFileMode _others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    /// <summary>Reads the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="accountId">The account that names become users of.</param>
    /// <exception cref="InvalidDataException">It cannot be used; the message is one line and repeats nothing the file says but ids.</exception>
    public static FrozenDictionary<string, AccessKey> Read(string path, string accountId)
    {
        Entry?[]? entries;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & _others) != 0)
            {
                throw new InvalidDataException($"{path} holds secrets and is open to others: chmod 600 {path}");
            }

            entries = JsonSerializer.Deserialize(file, Json.Default.EntryArray);
        }
        catch (JsonException exception)
        {
            // The parser's own message may repeat what it found there.
            throw new InvalidDataException($"{path} is not a list of access keys: {Place(exception)}. It needs [{{\"accessKeyId\": \"...\", \"secretAccessKey\": \"...\", \"name\": \"...\", \"readOnly\": false}}]");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {exception.Message}");
        }

        if (entries is not { Length: > 0 })
        {
            throw new InvalidDataException($"{path} names no access key.");
        }

        var keys = new Dictionary<string, AccessKey>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            var key = entries[i]?.ToKey($"{path}, key {i + 1}", accountId) ?? throw new InvalidDataException($"{path}, key {i + 1} is null.");
            if (!keys.TryAdd(key.Id, key))
            {
                throw new InvalidDataException($"{path} names the access key {key.Id} twice.");
            }
        }

        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Place(JsonException exception) => exception is { Path: { } path, LineNumber: { } line }
        ? $"line {line + 1} ({path}) is not what is expected there"
        : "it is no JSON";

    private static bool IsText(string? text, int min) => text?.Length >= min && text.Length <= _maxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>One key as the file has it.</summary>
    internal sealed class Entry
    {
        public string? AccessKeyId { get; init; }

        public string? SecretAccessKey { get; init; }

        public string? Name { get; init; }

        public string? Arn { get; init; }

        public bool ReadOnly { get; init; }

        public AccessKey ToKey(string place, string accountId)
        {
            if (!IsText(AccessKeyId, 3) || !AccessKeyId!.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                throw new InvalidDataException($"{place} needs an accessKeyId of 3 to {_maxLength} letters, digits, - and _.");
            }

            // Whoever sees one signed request can try secrets at leisure.
            if (!IsText(SecretAccessKey, _minSecretLength))
            {
                throw new InvalidDataException($"{place} ({AccessKeyId}) needs a secretAccessKey of {_minSecretLength} to {_maxLength} characters without spaces.");
            }

            if (Name is not null && Arn is not null)
            {
                throw new InvalidDataException($"{place} ({AccessKeyId}) has a name and an arn; one says whom it stands for.");
            }

            if (Arn is not null && !(IsText(Arn, 1) && Arn.StartsWith("arn:", StringComparison.Ordinal)))
            {
                throw new InvalidDataException($"{place} ({AccessKeyId}) needs an arn that begins with arn:.");
            }

            if (Name is not null && !IsText(Name, 1))
            {
                throw new InvalidDataException($"{place} ({AccessKeyId}) needs a name of 1 to {_maxLength} characters without spaces.");
            }

            return new AccessKey(AccessKeyId!, SecretAccessKey!, Arn ?? $"arn:aws:iam::{accountId}:user/{Name ?? AccessKeyId}") { CanWrite = !ReadOnly };
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false)]
    [JsonSerializable(typeof(Entry[]))]
    private sealed partial class Json : JsonSerializerContext;
}
