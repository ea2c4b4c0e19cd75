namespace ControlPlane.Conformance.Hosting;

/// <summary>A folder of its own, gone when disposed.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("controlplane-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
