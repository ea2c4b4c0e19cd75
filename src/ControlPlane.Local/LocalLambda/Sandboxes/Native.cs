using System.Runtime.InteropServices;

namespace ControlPlane.Local.LocalLambda.Sandboxes;

/// <summary>The few POSIX calls that .NET has no word for.</summary>
internal static partial class Native
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private const short PollIn = 1;

    /// <summary>Sends a signal to a process group; false when there is no such group.</summary>
    public static bool SignalGroup(int group, int signal) => Kill(-group, signal) == 0;

    /// <summary>Whether a descriptor has something to read right now.</summary>
    public static bool HasData(SafeHandle handle)
    {
        var descriptor = new PollDescriptor { Descriptor = (int)handle.DangerousGetHandle(), Events = PollIn };
        return Poll(ref descriptor, 1, 0) > 0 && (descriptor.Returned & PollIn) != 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
