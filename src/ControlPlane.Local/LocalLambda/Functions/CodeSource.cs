using System.Text.Json;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>Where code may come from: the request itself, and nowhere else.</summary>
internal static class CodeSource
{
    public static void Check(JsonElement zipFile, string? bucket, string? key)
    {
        if (bucket is not null || key is not null)
        {
            throw LambdaErrors.InvalidParameter("Code in S3 is not supported by this Lambda service: send it as ZipFile.");
        }

        if (zipFile.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            throw LambdaErrors.InvalidParameter("Please provide a source for function code.");
        }
    }
}
