namespace ControlPlane.Gateway.Mapping.Templates.Values;

/// <summary>What <c>$foreach</c> tells inside a loop.</summary>
internal sealed class LoopState(object? parent)
{
    /// <summary>The turn, from 0.</summary>
    public int Index { get; set; }

    /// <summary>Whether another turn follows.</summary>
    public bool HasNext { get; set; }

    /// <summary>A member by its name in templates, or null.</summary>
    public object? Find(string name) => name switch
    {
        "count" or "getCount" => Boxed.Of(Index + 1),
        "index" or "getIndex" => Boxed.Of(Index),
        "hasNext" or "isHasNext" or "getHasNext" => Boxed.Of(HasNext),
        "first" or "isFirst" => Boxed.Of(Index == 0),
        "last" or "isLast" => Boxed.Of(!HasNext),
        "parent" or "getParent" => parent as LoopState,
        "topmost" or "getTopmost" => parent is LoopState outer ? outer.Find("topmost") : this,
        _ => null,
    };
}
