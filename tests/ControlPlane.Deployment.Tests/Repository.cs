using System.Reflection;

namespace ControlPlane.Deployment;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(static attribute => attribute.Key == "Repository")
        .Value!;

    /// <summary>A file's or folder's full path.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The C# sources below a folder, without what the build makes.</summary>
    public static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories)
        .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    /// <summary>The text of all C# sources below a folder.</summary>
    public static string Code(string folder) => string.Join('\n', Sources(folder).Select(File.ReadAllText));
}
