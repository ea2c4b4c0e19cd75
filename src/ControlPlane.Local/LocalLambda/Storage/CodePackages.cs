using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Storage;

/// <summary>A stored package.</summary>
/// <param name="Sha256">SHA-256 of the zip in base64, as <c>CodeSha256</c> shows it.</param>
/// <param name="Size">Bytes of the zip.</param>
internal sealed record CodePackage(string Sha256, long Size);

/// <summary>
/// The zips of all functions, by content, each unpacked beside itself. Both appear under their final name only when complete, so
/// whatever a crash leaves behind is either whole or a temporary nobody looks at.
/// </summary>
internal sealed class CodePackages(LocalLambdaOptions options)
{
    private readonly string _folder = Path.Combine(Path.GetFullPath(options.DataFolder), "lambda", "code");
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _unpacked = new(StringComparer.Ordinal);

    /// <summary>Decodes, checks and keeps a package.</summary>
    /// <exception cref="LambdaException">It is not base64 of a zip, or too large.</exception>
    public async Task<CodePackage> AddAsync(JsonElement zipFile, CancellationToken cancellationToken)
    {
        var (package, zip) = Decode(zipFile);
        var path = ZipPath(package.Sha256);
        Directory.CreateDirectory(_folder);
        if (!File.Exists(path))
        {
            await WriteDurablyAsync(path, zip, cancellationToken);
        }

        try
        {
            await FolderAsync(package.Sha256);
        }
        catch (LambdaException)
        {
            File.Delete(path);
            throw;
        }

        return package;
    }

    /// <summary>Checks a package without keeping it (DryRun).</summary>
    public static CodePackage Measure(JsonElement zipFile)
    {
        var (package, zip) = Decode(zipFile);
        using var stream = new MemoryStream(zip, writable: false);
        PackageReader.Check(stream);
        return package;
    }

    /// <summary>The folder a package is unpacked in, unpacking it when it is not there yet.</summary>
    public async Task<string> FolderAsync(string sha256)
    {
        var unpacking = _unpacked.GetOrAdd(sha256, sha => new Lazy<Task<string>>(() => Task.Run(() => Unpack(sha))));
        try
        {
            var folder = await unpacking.Value;
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }
        catch
        {
            _unpacked.TryRemove(KeyValuePair.Create(sha256, unpacking));
            throw;
        }

        _unpacked.TryRemove(KeyValuePair.Create(sha256, unpacking));
        return await FolderAsync(sha256);
    }

    public string ZipPath(string sha256) => Path.Combine(_folder, FileName(sha256) + ".zip");

    /// <summary>Deletes packages nobody refers to, and what a crash left half-written. Only safe while nothing is being created.</summary>
    public int Sweep(IReadOnlySet<string> referenced)
    {
        if (!Directory.Exists(_folder))
        {
            return 0;
        }

        var keep = referenced.Select(FileName).ToHashSet(StringComparer.Ordinal);
        var swept = 0;
        foreach (var file in Directory.EnumerateFiles(_folder).Where(f => !keep.Contains(Path.GetFileNameWithoutExtension(f)) || !f.EndsWith(".zip", StringComparison.Ordinal)).ToList())
        {
            File.Delete(file);
            swept++;
        }

        foreach (var folder in Directory.EnumerateDirectories(_folder).Where(d => !keep.Contains(Path.GetFileName(d))).ToList())
        {
            Directory.Delete(folder, recursive: true);
            swept++;
        }

        return swept;
    }

    private static (CodePackage Package, byte[] Zip) Decode(JsonElement zipFile)
    {
        if (zipFile.ValueKind != JsonValueKind.String || !zipFile.TryGetBytesFromBase64(out var zip))
        {
            throw PackageReader.NotAZip();
        }

        return zip.Length == 0
            ? throw LambdaErrors.InvalidParameter("Uploaded file must be a non-empty zip")
            : (new CodePackage(Convert.ToBase64String(SHA256.HashData(zip)), zip.Length), zip);
    }

    private static string FileName(string sha256) => Base64Url.EncodeToString(Convert.FromBase64String(sha256));

    private static async Task WriteDurablyAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            await file.WriteAsync(content, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private string Unpack(string sha256)
    {
        var folder = Path.Combine(_folder, FileName(sha256));
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var zip = File.OpenRead(ZipPath(sha256)))
            {
                PackageReader.Unpack(zip, temporary);
            }

            Directory.Move(temporary, folder);
            return folder;
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }
}
