using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Hosting;

/// <summary>Does ahead what the first read of a stage would otherwise wait for.</summary>
public static class StorageWarmUp
{
    /// <summary>
    /// Makes ready to read stages and deployments: most of what the first read has to compile. Takes about a tenth of a second of one
    /// processor and reads nothing, so it can run beside the first connection to the store.
    /// </summary>
    public static void PrepareDocuments()
    {
        StorageJson.Default.Stage.MakeReadOnly();
        StorageJson.Default.DeployedApi.MakeReadOnly();
    }
}
