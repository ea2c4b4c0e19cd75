namespace ControlPlane.Testing;

/// <summary>A folder of one test's own, gone when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("controlplane-").FullName;

    public string Database => System.IO.Path.Combine(Path, "store.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
