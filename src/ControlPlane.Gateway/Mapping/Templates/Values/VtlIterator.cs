namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>What <c>iterator()</c> of a list returns.</summary>
internal sealed class VtlIterator(VtlList list)
{
    private int _next;

    public bool HasNext => _next < list.Count;

    public object? Next() => HasNext ? list.Items[_next++] : throw TemplateFailure.Because("the iterator has no next element");
}
