using ControlPlane.Client;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.WebConsole.Actions;

/// <summary>A button that was pressed: the form it stands in, and the API as the viewer may use it.</summary>
/// <param name="Client">The control API.</param>
/// <param name="Form">What the form says.</param>
/// <param name="Cancelled">Ends when the viewer goes away or presses stop.</param>
internal sealed record ActionCall(ControlPlaneClient Client, IFormCollection Form, CancellationToken Cancelled)
{
    /// <summary>The API it is about.</summary>
    public string Api => Text("api");

    /// <summary>The stage it is about.</summary>
    public string Stage => Text("stage");

    /// <summary>The revision of the stage that the page showed, or null.</summary>
    public string? ETag => Optional("etag");

    /// <summary>A field, without blanks around it; empty when it is absent.</summary>
    public string Text(string field) => Form[field].ToString().Trim();

    /// <summary>A field, or null when it is empty.</summary>
    public string? Optional(string field) => Text(field) is { Length: > 0 } text ? text : null;

    /// <summary>Whether a box is ticked.</summary>
    public bool Flag(string field) => Form[field].Count > 0;

    /// <summary>A number.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public double Number(string field, string label) =>
        double.TryParse(Text(field), System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new InputException($"{label} needs a number, not \u201c{Text(field)}\u201d.");

    /// <summary>A whole number, or null when the field is empty.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public int? Whole(string field, string label) => Optional(field) switch
    {
        null => null,
        var text when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new InputException($"{label} needs a whole number, not \u201c{text}\u201d."),
    };
}

/// <summary>What comes of an action that succeeded.</summary>
/// <param name="Notice">The key of the sentence that says so, see <see cref="Notices"/>.</param>
/// <param name="Location">The console's page to go on with, or null for the one the button stands on.</param>
internal sealed record Done(string Notice, string? Location = null);

/// <summary>A field does not hold what it must; the message is for the viewer.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>An effect is large enough to be asked about once more.</summary>
/// <param name="question">What is about to happen.</param>
internal sealed class ConfirmationException(string question) : Exception(question);
