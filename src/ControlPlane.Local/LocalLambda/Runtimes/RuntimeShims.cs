using System.Security.Cryptography;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>
/// Our own runtimes for Python and Node.js, carried as resources and written where interpreters can read them, in a folder named
/// by content so that two versions of the host can share a data folder.
/// </summary>
internal sealed class RuntimeShims
{
    private static readonly string[] Names = ["python_runtime.py", "node_runtime.mjs"];
    private readonly Lazy<string> _folder;

    public RuntimeShims(LocalLambdaOptions options)
    {
        var root = Path.Combine(Path.GetFullPath(options.DataFolder), "lambda", "runtimes");
        _folder = new Lazy<string>(() => Write(root));
    }

    /// <summary>The folder they are in (<c>LAMBDA_RUNTIME_DIR</c>).</summary>
    public string Folder => _folder.Value;

    public string PathOf(string name) => Path.Combine(Folder, name);

    private static string Write(string root)
    {
        var contents = Names.Select(name => (Name: name, Content: Read(name))).ToList();
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. contents.SelectMany(c => c.Content)]))[..16];
        var folder = Path.Combine(root, hash);
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in contents)
        {
            var path = Path.Combine(folder, name);
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }

        return folder;
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(RuntimeShims).Assembly.GetManifestResourceStream($"LocalLambda.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
