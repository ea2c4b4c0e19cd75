namespace ControlPlane.WebConsole.Actions;

/// <summary>What a table of names and values was changed to: rows come as <c>name:1</c>, <c>was:1</c>, <c>value:1</c>, <c>remove:1</c>; a new one as <c>name:new</c>, <c>value:new</c>.</summary>
/// <param name="Set">The new values.</param>
/// <param name="Removed">The names to take away.</param>
internal sealed record NamedValues(IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Removed)
{
    private const string _name = "name:";

    /// <summary>Reads a form.</summary>
    /// <exception cref="InputException">A value has no name.</exception>
    public static NamedValues Read(ActionCall call)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var row in call.Form.Keys.Where(key => key.StartsWith(_name, StringComparison.Ordinal)).Select(key => key[_name.Length..]))
        {
            var (name, value) = (call.Text(_name + row), call.Form[$"value:{row}"].ToString());
            if (call.Flag($"remove:{row}"))
            {
                removed.Add(name);
            }
            else if (name.Length == 0 && value.Length > 0)
            {
                throw new InputException($"The value \u201c{value}\u201d needs a name.");
            }
            else if (name.Length > 0 && value != call.Form[$"was:{row}"])
            {
                set[name] = value;
            }
        }

        return new NamedValues(set, removed);
    }
}
