using System.IO.Compression;
using System.Text;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>Builds deployment packages.</summary>
internal static class Package
{
    public const string EchoPython = """
        def handler(event, context):
            return event
        """;

    public static byte[] Of(params (string Name, string Content)[] files) =>
        OfEntries([.. files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Content), 0))]);

    /// <summary>With Unix modes, 0 for none.</summary>
    public static byte[] OfEntries(params (string Name, byte[] Content, int Mode)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    public static byte[] Python(string source) => Of(("app.py", source));

    public static byte[] Node(string source, string name = "app.js") => Of((name, source));

    /// <summary>A bash runtime whose handler is the given commands: the event in <c>$EVENT</c>, the answer on standard output of <c>handle</c>.</summary>
    public static byte[] Bash(string handle) => Of(("bootstrap", $$"""
        #!/bin/bash
        set -u
        API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        handle() {
          {{handle}}
        }
        while true; do
          HEADERS=$(mktemp)
          EVENT=$(curl -sS -f -D "$HEADERS" "$API/invocation/next") || exit 1
          ID=$(grep -i '^lambda-runtime-aws-request-id:' "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
          rm -f "$HEADERS"
          handle | curl -sS -f -X POST --data-binary @- "$API/invocation/$ID/response" > /dev/null || exit 1
        done
        """));
}
