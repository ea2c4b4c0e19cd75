using ControlPlane.Api.Requests;
using ControlPlane.Domain.Errors;

namespace ControlPlane.Api.OpenApi.Import;

/// <summary>What becomes of a document's base path.</summary>
internal enum BasePathUse
{
    /// <summary>It is left out.</summary>
    Ignore,

    /// <summary>It goes before every path.</summary>
    Prepend,

    /// <summary>It goes before every path without its first segment.</summary>
    Split,
}

/// <summary>How a document is imported: the parameters of ImportRestApi and PutRestApi.</summary>
internal sealed record ImportOptions
{
    /// <summary>What becomes of the base path.</summary>
    public BasePathUse BasePath { get; init; }

    /// <summary>True to leave the documentation out.</summary>
    public bool IgnoreDocumentation { get; init; }

    /// <summary>The endpoint types, which win over the document's, or null.</summary>
    public IReadOnlyList<string>? EndpointTypes { get; init; }

    /// <summary>True to refuse a document that gives rise to warnings.</summary>
    public bool FailOnWarnings { get; init; }

    /// <summary>Reads the query.</summary>
    /// <exception cref="ApiException">400: a value is unknown.</exception>
    public static ImportOptions Read(ApiRequest request) => new()
    {
        BasePath = request.Query("basepath") switch
        {
            null or "ignore" => BasePathUse.Ignore,
            "prepend" => BasePathUse.Prepend,
            "split" => BasePathUse.Split,
            var other => throw ApiException.BadRequest($"Invalid base path option specified: {other}. Valid options are ignore, prepend, split"),
        },
        IgnoreDocumentation = request.Query("ignore") is { } ignored && ignored.Split(',').Contains("documentation", StringComparer.Ordinal),
        EndpointTypes = request.Query("endpointConfigurationTypes")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        FailOnWarnings = ReadsTrue(request),
    };

    /// <summary>Whether warnings refuse the document.</summary>
    /// <exception cref="ApiException">400: neither true nor false.</exception>
    public static bool ReadsTrue(ApiRequest request) => request.Query("failonwarnings")?.ToUpperInvariant() switch
    {
        null or "" or "FALSE" => false,
        "TRUE" => true,
        _ => throw ApiException.BadRequest("Invalid value specified for failonwarnings: it must be a boolean"),
    };
}
