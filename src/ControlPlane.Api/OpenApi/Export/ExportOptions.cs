using ControlPlane.Domain.Documentation;

namespace ControlPlane.Api.OpenApi.Export;

/// <summary>What a document is written of beside the deployed API.</summary>
internal sealed record ExportOptions
{
    /// <summary>True for Swagger 2.0, false for OpenAPI 3.0.1.</summary>
    public required bool IsSwagger { get; init; }

    /// <summary>The host name of the execute-api address.</summary>
    public required string Host { get; init; }

    /// <summary>The stage, which is the base path.</summary>
    public required string StageName { get; init; }

    /// <summary>The version when the API has none of its own.</summary>
    public required string DefaultVersion { get; init; }

    /// <summary>True for API Gateway's extensions, all but the documentation.</summary>
    public bool WithIntegrations { get; init; }

    /// <summary>True for authorizers.</summary>
    public bool WithAuthorizers { get; init; }

    /// <summary>The documentation version with its parts, or null to leave the documentation out.</summary>
    public (DocumentationVersion Version, IReadOnlyList<DocumentationPart> Parts)? Documentation { get; init; }
}
