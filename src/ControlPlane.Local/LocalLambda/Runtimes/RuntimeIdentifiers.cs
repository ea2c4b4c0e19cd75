using System.Collections.Frozen;

namespace ControlPlane.Local.LocalLambda.Runtimes;

/// <summary>The runtimes the API accepts; which of them can run here is decided when a process starts.</summary>
internal static class RuntimeIdentifiers
{
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x",
        "python3.6", "python3.7", "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
        "dotnetcore3.1", "dotnet6", "dotnet8", "dotnet10",
        "java8", "java8.al2", "java11", "java17", "java21", "java25",
        "ruby2.7", "ruby3.2", "ruby3.3", "ruby3.4", "ruby4.0",
        "go1.x", "provided", "provided.al2", "provided.al2023");
}
