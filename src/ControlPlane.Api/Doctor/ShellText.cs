using System.Buffers;

namespace ControlPlane.Api.Doctor;

/// <summary>Words of a POSIX shell's command line.</summary>
internal static class ShellText
{
    private static readonly SearchValues<char> _plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,@%+");

    /// <summary>A text as one word, whatever is in it.</summary>
    public static string Quote(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(_plain)
        ? text
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
