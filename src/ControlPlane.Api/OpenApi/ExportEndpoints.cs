using System.Globalization;
using ControlPlane.Api.OpenApi.Documents;
using ControlPlane.Api.OpenApi.Export;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Stages;
using ControlPlane.Domain.Documentation;
using ControlPlane.Domain.Errors;
using ControlPlane.Storage.Deployments;
using ControlPlane.Storage.Documentation;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.OpenApi;

/// <summary>GetExport: the deployment that a stage serves, as a document.</summary>
internal sealed class ExportEndpoints(StageWriter stages, DeploymentRepository deployments, DocumentationVersionRepository documentation, ControlApiOptions api)
{
    /// <summary>Maps the operation.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, OpenApiOperations.Export, GetAsync);

    private async ValueTask<ApiAnswer> GetAsync(ApiRequest request)
    {
        var type = request.Route("export_type");
        if (type is not ("swagger" or "oas30"))
        {
            throw ApiException.BadRequest($"Invalid export type specified: {type}. Valid options are oas30, swagger");
        }

        var stage = (await stages.RequireAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false)).Value;
        var deployment = await deployments.GetAsync(request.ApiId, stage.DeploymentId, request.Cancelled).ConfigureAwait(false);
        if (deployment is null || await deployments.GetDocumentAsync(request.ApiId, stage.DeploymentId, request.Cancelled).ConfigureAwait(false) is not { } document)
        {
            throw ApiException.ConcurrentModification();
        }

        var extensions = request.QueryAll("extensions").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        var options = new ExportOptions
        {
            IsSwagger = type == "swagger",
            Host = $"{request.ApiId}.execute-api.{api.Region}.amazonaws.com",
            StageName = stage.StageName,
            DefaultVersion = deployment.Value.CreatedDate.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            WithIntegrations = extensions.Contains("integrations") || extensions.Contains("apigateway"),
            WithAuthorizers = extensions.Contains("authorizers"),
            Documentation = extensions.Contains("documentation") ? await DocumentationAsync(request, stage.DocumentationVersion).ConfigureAwait(false) : null,
        };
        var isYaml = request.Header("Accept")?.Contains("yaml", StringComparison.OrdinalIgnoreCase) == true;
        var exported = DocumentExport.Write(document, options);
        return new ApiAnswer(ApiAnswer.Ok, isYaml ? DocumentWriter.ToYaml(exported) : DocumentWriter.ToJson(exported))
        {
            ContentType = "application/octet-stream",
            ContentDisposition = $"attachment; filename=\"{type}_{FileVersion(document.Version ?? options.DefaultVersion)}.{(isYaml ? "yaml" : "json")}\"",
        };
    }

    private async ValueTask<(DocumentationVersion Version, IReadOnlyList<DocumentationPart> Parts)?> DocumentationAsync(ApiRequest request, string? name)
    {
        if (name is null || await documentation.GetAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false) is not { } version)
        {
            return null;
        }

        return await documentation.GetPartsAsync(request.ApiId, name, request.Cancelled).ConfigureAwait(false) is { } parts ? (version.Value, parts) : null;
    }

    // A version is any text; a file name in a header is not.
    private static string FileVersion(string version) =>
        string.Concat(version.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':' ? character : '_'));
}
