namespace ControlPlane.Local.Logs;

/// <summary>How much logs may take of the machine.</summary>
internal sealed record LogFileLimits
{
    /// <summary>Bytes from which on a file is put aside and a new one is begun.</summary>
    public long FileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many files that were put aside are kept of each log.</summary>
    public int KeptFiles { get; init; } = 5;

    /// <summary>Bytes that wait to be written; what comes on top is dropped.</summary>
    public long WaitingBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Lines that wait to be written; what comes on top is dropped.</summary>
    public int WaitingLines { get; init; } = 64 * 1024;
}
