namespace ControlPlane.Local;

/// <summary>Keeps a second host off a data folder: each tells only its own gateway of changes.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Creates the folder if need be, and takes it. The operating system gives it free when the process ends, however it ends.</summary>
    /// <exception cref="UsageException">Another host has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolderLock(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UsageException($"--data {folder} cannot be written: {exception.Message}");
        }
        catch (IOException exception)
        {
            throw new UsageException($"--data {folder} cannot be used, perhaps because another ControlPlane runs on it: {exception.Message}");
        }
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => _file.Dispose();
}
