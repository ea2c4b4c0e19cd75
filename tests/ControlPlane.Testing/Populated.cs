using System.Collections;
using System.Reflection;

namespace ControlPlane.Testing;

/// <summary>Builds records with every member set to something, and writes records out member by member: both by reflection, so that no member is forgotten.</summary>
public static class Populated
{
    /// <summary>A record whose members all differ from what they are by themselves.</summary>
    public static T Make<T>(bool flag = true) => (T)Make(typeof(T), new Counter { Flag = flag });

    /// <summary>A record with its required members alone, taken from another.</summary>
    public static object MakeMinimal(Type type, object full)
    {
        var minimal = Construct(type);
        foreach (var property in Members(type).Where(IsRequired))
        {
            property.SetValue(minimal, property.GetValue(full));
        }

        return minimal;
    }

    /// <summary>Members that make up a record.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0);

    /// <summary>Whether every document has the member.</summary>
    public static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null || IsPositional(property);

    /// <summary>A line for each value: <c>Variables[a] = b</c>.</summary>
    public static string Dump(object? value) => string.Join('\n', Lines("", value));

    private static IEnumerable<string> Lines(string path, object? value) => value switch
    {
        null or string or DateTimeOffset or Enum => [$"{path} = {value switch { null => "null", DateTimeOffset time => time.ToString("O"), _ => value }}"],
        { } when value.GetType().IsPrimitive => [$"{path} = {value}"],
        IEnumerable all when IsMap(value.GetType()) =>
            [$"{path}: {all.Cast<object>().Count()} entries", .. all.Cast<object>().Select(entry => (Key: Get(entry, "Key"), Value: Get(entry, "Value"))).OrderBy(entry => (string)entry.Key!, StringComparer.Ordinal).SelectMany(entry => Lines($"{path}[{entry.Key}]", entry.Value))],
        IEnumerable all => [$"{path}: {all.Cast<object>().Count()} elements", .. all.Cast<object>().SelectMany((element, i) => Lines($"{path}[{i}]", element))],
        _ => Members(value.GetType()).SelectMany(property => Lines($"{path}.{property.Name}", property.GetValue(value))),
    };

    private static object? Get(object entry, string name) => entry.GetType().GetProperty(name)!.GetValue(entry);

    private static bool IsMap(Type type) => type.GetInterfaces().Append(type).Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static bool IsPositional(PropertyInfo property) =>
        property.DeclaringType!.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name && !parameter.IsOptional));

    private static object Construct(Type type)
    {
        var constructor = type.GetConstructors().OrderBy(each => each.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.IsOptional ? parameter.DefaultValue : null)]);
    }

    private static object Make(Type type, Counter counter)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var next = ++counter.Value;
        return type switch
        {
            _ when type == typeof(string) => $"text{next}",
            _ when type == typeof(bool) => counter.Flag,
            _ when type == typeof(int) => next,
            _ when type == typeof(long) => (long)next,
            _ when type == typeof(double) => next + 0.25,
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + next),
            { IsEnum: true } => Enum.GetValues(type).GetValue(counter.Flag ? Enum.GetValues(type).Length - 1 : 0)!,
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => MakeList(type.GenericTypeArguments[0], counter),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => MakeMap(type.GenericTypeArguments[1], counter),
            _ => MakeRecord(type, counter),
        };
    }

    private static Array MakeList(Type element, Counter counter)
    {
        var list = Array.CreateInstance(element, 2);
        list.SetValue(Make(element, counter), 0);
        list.SetValue(Make(element, counter), 1);
        return list;
    }

    private static object MakeMap(Type value, Counter counter)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        map["key"] = Make(value, counter);
        map["a/b~c \"d\" é🔑"] = Make(value, counter);
        return map;
    }

    private static object MakeRecord(Type type, Counter counter)
    {
        var record = Construct(type);
        foreach (var property in Members(type))
        {
            property.SetValue(record, Make(property.PropertyType, counter));
        }

        return record;
    }

    private sealed class Counter
    {
        public int Value { get; set; }

        public bool Flag { get; init; }
    }
}
