using System.Text;

namespace ControlPlane.Local.Logs;

/// <summary>Makes paths of the names of logs, which callers choose.</summary>
internal static class LogFileName
{
    private const int MaxSegment = 200;

    /// <summary>A relative path that leads nowhere but down: each piece of the name is a folder or file of letters, digits and a few signs.</summary>
    /// <param name="name">The name, with slashes between its pieces.</param>
    public static string Safe(string name)
    {
        var path = new StringBuilder();
        foreach (var piece in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append(path.Length == 0 ? "" : "/");
            var segment = piece.Length > MaxSegment ? piece[..MaxSegment] : piece;
            foreach (var character in segment.Trim('.').Length == 0 ? "_" : segment)
            {
                path.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '#' ? character : '_');
            }
        }

        return path.Length == 0 ? "_" : path.ToString();
    }
}
