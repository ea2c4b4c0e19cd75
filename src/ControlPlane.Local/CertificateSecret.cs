using System.Security.Cryptography;
using ControlPlane.Domain.ClientCertificates;

namespace ControlPlane.Local;

/// <summary>
/// The secret that encrypts the private keys of client certificates: a file of the data folder that its owner alone may read. Hosts that
/// share a table must share the file, too.
/// </summary>
internal static class CertificateSecret
{
    private const string _name = "client-certificates.secret";
    private const int _bytes = 32;

    /// <summary>Reads the secret of a data folder, or makes it.</summary>
    /// <exception cref="UsageException">The file cannot be read or written, or holds no secret.</exception>
    public static KeyProtection Open(string dataFolder)
    {
        var path = Path.Combine(dataFolder, _name);
        try
        {
            if (!File.Exists(path))
            {
                // The data folder is this process's alone: nobody else makes the file at the same time.
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using var writer = new StreamWriter(path, options);
                writer.Write(RandomNumberGenerator.GetHexString(2 * _bytes, lowercase: true));
            }

            return new KeyProtection(File.ReadAllText(path).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{path} cannot be used: {exception.Message}");
        }
    }
}
