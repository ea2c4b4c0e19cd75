using System.Numerics;

namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>When two values are equal.</summary>
internal static class Equality
{
    /// <summary>The operator <c>==</c>: numbers by value, unlike types by their text; undefined equals only undefined.</summary>
    public static bool Same(object? left, object? right, Rendering rendering)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (left is string one && right is string other)
        {
            return Texts(one, other, rendering);
        }

        if (Arithmetic.IsNumber(left) && Arithmetic.IsNumber(right))
        {
            return Arithmetic.Compare(left, right) == 0;
        }

        return left.GetType() == right.GetType()
            ? Identical(left, right, rendering)
            : Texts(ValueText.Of(left, rendering), ValueText.Of(right, rendering), rendering);
    }

    /// <summary>Java's <c>equals</c>: same type and same content.</summary>
    public static bool Identical(object? left, object? right, Rendering rendering, int depth = 0)
    {
        rendering.Budget.Charge(1);
        if (depth > TemplateLimits.ValueDepth)
        {
            throw TemplateFailure.TooDeep();
        }

        Rendering.CheckStack();
        return (left, right) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (string one, string other) => Texts(one, other, rendering),
            (VtlMap one, VtlMap other) => Maps(one, other, rendering, depth),
            (VtlList one, VtlList other) => Lists(one, other, rendering, depth),
            (MapEntry one, MapEntry other) =>
                Identical(one.Key, other.Key, rendering, depth + 1) && Identical(one.Value, other.Value, rendering, depth + 1),
            (bool or int or long or double or BigInteger, _) => left.Equals(right),
            _ => ReferenceEquals(left, right),
        };
    }

    private static bool Texts(string left, string right, Rendering rendering)
    {
        rendering.Budget.ChargeText(Math.Min(left.Length, right.Length));
        return left == right;
    }

    private static bool Maps(VtlMap left, VtlMap right, Rendering rendering, int depth)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            var key = left.KeyAt(i);
            if (!right.ContainsKey(key) || !Identical(left.ValueAt(i), right.Get(key), rendering, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Lists(VtlList left, VtlList right, Rendering rendering, int depth)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Identical(left.Items[i], right.Items[i], rendering, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
