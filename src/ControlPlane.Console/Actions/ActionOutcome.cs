using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole.Actions;

/// <summary>What became of the button that led to this page, when nothing was changed: the page says so and shows what was typed once more.</summary>
public sealed class ActionOutcome
{
    private IFormCollection? _typed;

    /// <summary>Why nothing was changed, or null.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>What is asked once more, or null.</summary>
    public string? Question { get; private set; }

    /// <summary>The action that was not carried out, or null.</summary>
    public string? Action => _typed?["action"];

    /// <summary>What was typed into a field of an action, or what the field shows otherwise.</summary>
    public string? Typed(string action, string field, string? otherwise) => Action == action && _typed!.TryGetValue(field, out var text) ? text.ToString() : otherwise;

    /// <summary>All that was typed, or nothing.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => _typed?.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToString())) ?? [];

    internal void Refuse(Failure failure, IFormCollection? typed = null) => (Failure, _typed) = (failure, typed);

    internal void Ask(string question, IFormCollection typed) => (Question, _typed) = (question, typed);
}

/// <summary>Why something cannot be had, and what to do.</summary>
/// <param name="Type">AWS's name of the error; empty when it is none of AWS's.</param>
/// <param name="Message">AWS's message, or ours.</param>
/// <param name="Remedy">What to do, or null.</param>
public sealed record Failure(string Type, string Message, string? Remedy)
{
    /// <summary>The id the API logged the request under, or null.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether somebody else was faster.</summary>
    public bool IsConflict { get; init; }
}
