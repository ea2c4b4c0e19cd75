using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ControlPlane.Local.LocalLambda.Functions;
using ControlPlane.Local.LocalLambda.Storage;

namespace ControlPlane.Local.LocalLambda.Versions;

/// <summary>Publishes <c>$LATEST</c>. The caller holds the function's lock.</summary>
internal sealed class VersionPublisher(FunctionStore functions, VersionStore versions, LambdaAccount account)
{
    /// <summary>
    /// The published configuration: a new version, or the newest one when neither code nor settings changed since.
    /// The number is handed out before the version is written: a crash in between leaves a gap in the numbers, never a version that changes.
    /// </summary>
    public async Task<FunctionConfiguration> PublishAsync(Stored<FunctionRecord> function, string? description, CancellationToken cancellationToken)
    {
        var latest = function.Value.Configuration;
        var fingerprint = FingerprintOf(latest);
        if (await versions.NewestAsync(function.Value, cancellationToken) is { } newest && newest.Fingerprint == fingerprint)
        {
            return newest.Configuration;
        }

        var number = function.Value.LastVersion + 1;
        await functions.ReplaceAsync(function, function.Value with { LastVersion = number }, cancellationToken);
        var version = number.ToString(CultureInfo.InvariantCulture);
        var published = latest with
        {
            Version = version,
            FunctionArn = account.FunctionArn(latest.FunctionName, version),
            Description = string.IsNullOrEmpty(description) ? latest.Description : description,
            RevisionId = Guid.NewGuid().ToString(),
            SnapStart = latest.SnapStart is { ApplyOn: "PublishedVersions" } snap ? snap with { OptimizationStatus = "On" } : latest.SnapStart,
        };
        await versions.AddAsync(function.Value, number, new FunctionVersionRecord(published, fingerprint), cancellationToken);
        return published;
    }

    private static string FingerprintOf(FunctionConfiguration latest)
    {
        var compared = latest with { RevisionId = string.Empty, LastModified = string.Empty };
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(compared, LambdaJson.Stored.FunctionConfiguration)));
    }
}
