using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Domain.Wire;

/// <summary>Maps enums to the names AWS gives their members (<see cref="JsonStringEnumMemberNameAttribute"/>, else the member's own name).</summary>
public static class WireNames
{
    /// <summary>The wire name of an enum member.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Names[value];

    /// <summary>Finds the member with a wire name (case-sensitive).</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryParse<T>(string? name, out T value)
        where T : struct, Enum
    {
        value = default;
        return name is not null && Table<T>.Values.TryGetValue(name, out value);
    }

    /// <summary>Finds the member with a wire name.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    /// <param name="member">Where the value stood, for example <c>putIntegrationInput.type</c>.</param>
    /// <exception cref="ApiException">400 ValidationException that lists the names.</exception>
    public static T Parse<T>(string name, string member)
        where T : struct, Enum =>
        TryParse<T>(name, out var value) ? value : throw Violation.NotInEnum(name, member, Table<T>.Ordered).ToException();

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(value => value, NameOf);

        public static readonly FrozenDictionary<string, T> Values =
            Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        public static readonly string[] Ordered = [.. Enum.GetValues<T>().Select(value => Names[value])];

        private static string NameOf(T value)
        {
            var name = value.ToString();
            return typeof(T).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? name;
        }
    }
}
