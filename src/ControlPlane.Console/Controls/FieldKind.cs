namespace ControlPlane.WebConsole.Controls;

/// <summary>How a field is edited.</summary>
public enum FieldKind
{
    /// <summary>A text of one line.</summary>
    Text,

    /// <summary>A text of several lines.</summary>
    Lines,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A box to tick.</summary>
    Flag,
}
