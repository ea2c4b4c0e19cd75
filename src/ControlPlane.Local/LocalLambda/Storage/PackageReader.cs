using System.IO.Compression;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Storage;

/// <summary>Reads deployment packages without trusting them: names stay inside the folder, sizes are counted as they inflate.</summary>
internal static class PackageReader
{
    private const long MaxUnzippedBytes = 262144000;
    private const int UnixTypeMask = 0xF000;
    private const int UnixSymbolicLink = 0xA000;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static LambdaException NotAZip() =>
        LambdaErrors.InvalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");

    /// <summary>Checks that a package could be unpacked, without writing anything.</summary>
    public static void Check(Stream zip) => Read(zip, static (_, _, _) => Stream.Null, static (_, _) => { });

    /// <summary>Unpacks into a folder that does not exist yet.</summary>
    /// <exception cref="LambdaException">It is not a zip, reaches outside the folder, or is too large.</exception>
    public static void Unpack(Stream zip, string folder)
    {
        Directory.CreateDirectory(folder);
        Read(zip, (entry, path, mode) => CreateFile(Path.Combine(folder, path), mode), (path, target) =>
        {
            var link = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, target);
        });
    }

    private static void Read(Stream zip, Func<ZipArchiveEntry, string, int, Stream> create, Action<string, string> link)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            var links = new List<(string Path, string Target)>();
            var budget = MaxUnzippedBytes;
            foreach (var entry in archive.Entries)
            {
                var path = SafePath(entry.FullName);
                if (path is null || path.EndsWith('/'))
                {
                    continue;
                }

                var unixMode = (int)((uint)entry.ExternalAttributes >> 16);
                if ((unixMode & UnixTypeMask) == UnixSymbolicLink)
                {
                    links.Add((path, ReadLink(entry, path, ref budget)));
                    continue;
                }

                using var target = create(entry, path, unixMode);
                CopyCounted(entry, target, ref budget);
            }

            // Links come last: no file is ever written through one.
            foreach (var (path, target) in links)
            {
                link(path, target);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw NotAZip();
        }
    }

    private static FileStream CreateFile(string path, int unixMode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // Zips made on Windows carry no modes; a bootstrap must be executable whatever made the zip.
            var executable = (unixMode & (int)UnixFileMode.UserExecute) != 0 || Path.GetFileName(path) == "bootstrap";
            options.UnixCreateMode = executable ? Readable | Executable : Readable;
        }

        return new FileStream(path, options);
    }

    private static string? SafePath(string name)
    {
        var path = name.Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        if (path.Length == 0)
        {
            return null;
        }

        var hostile = path[0] == '/' || path.Contains('\0', StringComparison.Ordinal) || path.Split('/').Contains("..")
            || (path.Length > 1 && path[1] == ':');
        return hostile ? throw NotAZip() : path;
    }

    private static string ReadLink(ZipArchiveEntry entry, string path, ref long budget)
    {
        using var text = new MemoryStream();
        CopyCounted(entry, text, ref budget);
        var target = System.Text.Encoding.UTF8.GetString(text.ToArray());
        var depth = path.Count(c => c == '/');
        foreach (var step in target.Split('/'))
        {
            depth += step switch { ".." => -1, "." or "" => 0, _ => 1 };
            if (depth < 0)
            {
                throw NotAZip();
            }
        }

        return target.StartsWith('/') ? throw NotAZip() : target;
    }

    private static void CopyCounted(ZipArchiveEntry entry, Stream target, ref long budget)
    {
        using var source = entry.Open();
        var buffer = new byte[81920];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            budget -= read;
            if (budget < 0)
            {
                throw LambdaErrors.InvalidParameter($"Unzipped size must be smaller than {MaxUnzippedBytes} bytes");
            }

            target.Write(buffer.AsSpan(0, read));
        }
    }
}
