using System.Globalization;
using ControlPlane.Local.LocalLambda.Wire;

namespace ControlPlane.Local.LocalLambda.Functions;

/// <summary>How a configuration is shown and stamped.</summary>
internal static class FunctionConfigurationExtensions
{
    /// <summary>The configuration under the ARN it was asked for by.</summary>
    public static FunctionConfiguration At(this FunctionConfiguration configuration, LambdaAccount account, string? qualifier) =>
        configuration with { FunctionArn = account.FunctionArn(configuration.FunctionName, qualifier) };

    /// <summary>The configuration as a change of this moment: a new revision id and time.</summary>
    public static FunctionConfiguration Stamped(this FunctionConfiguration configuration, TimeProvider time) => configuration with
    {
        RevisionId = Guid.NewGuid().ToString(),
        LastModified = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
    };

    /// <summary>Checks an optimistic lock.</summary>
    /// <exception cref="LambdaException">A revision was given and is not the current one.</exception>
    public static void Require(this FunctionConfiguration configuration, string? revisionId)
    {
        if (!string.IsNullOrEmpty(revisionId) && revisionId != configuration.RevisionId)
        {
            throw LambdaErrors.RevisionMismatch();
        }
    }
}
