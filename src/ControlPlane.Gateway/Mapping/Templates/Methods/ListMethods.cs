using ControlPlane.Gateway.Mapping.Templates.Values;

namespace ControlPlane.Gateway.Mapping.Templates.Methods;

/// <summary>The methods of <c>java.util.List</c> and its iterators that templates may call.</summary>
internal static class ListMethods
{
    /// <summary>Calls a method of a list; one that does not exist with such arguments has no value.</summary>
    public static object? Call(VtlList list, string method, object?[] arguments, Rendering rendering) => (method, arguments) switch
    {
        ("get", [int at]) => list.Items[Existing(list, "get", at, rendering)],
        ("set", [int at, var item]) => Set(list, Existing(list, "set", at, rendering), item),
        ("add", [int at, var item]) => Insert(list, at, [item], rendering),
        ("add", [var item]) => Insert(list, list.Count, [item], rendering),
        ("addAll", [VtlList other]) => Insert(list, list.Count, other.Items, rendering),
        ("addAll", [int at, VtlList other]) => Insert(list, at, other.Items, rendering),
        ("remove", [int at]) => RemoveAt(list, Existing(list, "remove", at, rendering), rendering),
        ("remove", [var item]) => Boxed.Of(Remove(list, item, rendering)),
        ("removeAll", [VtlList other]) => Boxed.Of(Keep(list, other, whetherContained: false, rendering)),
        ("retainAll", [VtlList other]) => Boxed.Of(Keep(list, other, whetherContained: true, rendering)),
        ("clear", []) => Clear(list),
        ("contains", [var item]) => Boxed.Of(IndexOf(list, item, rendering) >= 0),
        ("containsAll", [VtlList other]) => Boxed.Of(other.Items.TrueForAll(item => IndexOf(list, item, rendering) >= 0)),
        ("indexOf", [var item]) => Boxed.Of(IndexOf(list, item, rendering)),
        ("lastIndexOf", [var item]) => Boxed.Of(LastIndexOf(list, item, rendering)),
        ("size" or "count" or "length", []) => Boxed.Of(list.Count),
        ("isEmpty", []) => Boxed.Of(list.Count == 0),
        ("subList", [int from, int to]) => Part(list, from, to, rendering),
        ("toArray", []) => Part(list, 0, list.Count, rendering),
        ("iterator", []) => new VtlIterator(list),
        _ => ScalarMethods.Call(list, method, arguments, rendering),
    };

    /// <summary>Calls a method of an iterator.</summary>
    public static object? Call(VtlIterator iterator, string method, object?[] arguments) => (method, arguments) switch
    {
        ("hasNext", []) => Boxed.Of(iterator.HasNext),
        ("next", []) => iterator.Next(),
        _ => null,
    };

    /// <summary>The first position of an item, or -1.</summary>
    public static int IndexOf(VtlList list, object? item, Rendering rendering) =>
        list.Items.FindIndex(candidate => Equality.Identical(candidate, item, rendering));

    private static int LastIndexOf(VtlList list, object? item, Rendering rendering) =>
        list.Items.FindLastIndex(candidate => Equality.Identical(candidate, item, rendering));

    private static int Existing(VtlList list, string method, int at, Rendering rendering) =>
        at >= 0 && at < list.Count ? at : throw Arguments.OutOfRange(method, Boxed.Of(at), rendering);

    private static object? Set(VtlList list, int at, object? item)
    {
        var old = list.Items[at];
        list.Items[at] = item;
        return old;
    }

    private static object Insert(VtlList list, int at, List<object?> items, Rendering rendering)
    {
        if (at < 0 || at > list.Count)
        {
            throw Arguments.OutOfRange("add", Boxed.Of(at), rendering);
        }

        rendering.Budget.Charge(items.Count + ((list.Count - at) / 8));
        list.Items.InsertRange(at, items);
        return Boxed.True;
    }

    private static object? RemoveAt(VtlList list, int at, Rendering rendering)
    {
        rendering.Budget.Charge((list.Count - at) / 8);
        var old = list.Items[at];
        list.Items.RemoveAt(at);
        return old;
    }

    private static bool Remove(VtlList list, object? item, Rendering rendering)
    {
        var at = IndexOf(list, item, rendering);
        if (at < 0)
        {
            return false;
        }

        RemoveAt(list, at, rendering);
        return true;
    }

    private static bool Keep(VtlList list, VtlList other, bool whetherContained, Rendering rendering) =>
        list.Items.RemoveAll(item => IndexOf(other, item, rendering) >= 0 != whetherContained) > 0;

    private static object? Clear(VtlList list)
    {
        list.Items.Clear();
        return null;
    }

    private static VtlList Part(VtlList list, int from, int to, Rendering rendering)
    {
        if (from < 0 || from > to || to > list.Count)
        {
            throw Arguments.OutOfRange("subList", Boxed.Of(from < 0 ? from : to), rendering);
        }

        rendering.Budget.Charge(to - from);
        return new VtlList(list.Items.GetRange(from, to - from)) { IsJson = list.IsJson };
    }
}
