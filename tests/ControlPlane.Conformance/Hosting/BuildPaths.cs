using System.Reflection;

namespace ControlPlane.Conformance.Hosting;

/// <summary>Where the build put what these tests use.</summary>
internal static class BuildPaths
{
    /// <summary>The host's assembly, of the same configuration as the tests.</summary>
    public static string Host { get; } = Of("Host");

    /// <summary>The folder of the Node.js scripts and their packages.</summary>
    public static string Clients { get; } = Of("Clients");

    /// <summary>The README whose commands are run.</summary>
    public static string Readme { get; } = Of("Readme");

    private static string Of(string name) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == name)
        .Value!;
}
