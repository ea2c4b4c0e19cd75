using ControlPlane.Gateway.Mapping.Templates.Directives;

namespace ControlPlane.Gateway.Mapping.Templates.Parsing;

/// <summary>What a template and the strings inside it share while they are parsed: variables, macros, nesting.</summary>
internal sealed class ParseScope
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Macro> _macros = new(StringComparer.Ordinal);

    /// <summary>How many variables were named so far.</summary>
    public int SlotCount => _slots.Count;

    /// <summary>How deep blocks and expressions nest where parsing stands.</summary>
    public int Depth { get; set; }

    /// <summary>Whether anything may take long for a small template: loops, macros, regular expressions.</summary>
    public bool MayTakeLong { get; set; }

    /// <summary>The number of a variable.</summary>
    public int Slot(string name)
    {
        if (!_slots.TryGetValue(name, out var slot))
        {
            _slots.Add(name, slot = _slots.Count);
        }

        return slot;
    }

    public void Declare(string macro) => _macros.TryAdd(macro, new Macro());

    public Macro? FindMacro(string name) => _macros.GetValueOrDefault(name);
}
