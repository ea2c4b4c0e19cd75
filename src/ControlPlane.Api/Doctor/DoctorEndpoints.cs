using System.Text.Json;
using ControlPlane.Api.Requests;
using ControlPlane.Api.RestApis;
using ControlPlane.Api.Wire;
using ControlPlane.Gateway.Explaining;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Doctor;

/// <summary>What does this stage lack: our own operation beside a stage's.</summary>
internal sealed class DoctorEndpoints(StageExplainer stages, StageDoctor doctor, ApiLookup lookup)
{
    /// <summary>Maps the family's operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes) => dispatcher.Map(routes, DoctorOperations.Examine, ExamineAsync);

    private static void Write(Utf8JsonWriter writer, Diagnosis diagnosis)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("healthy", diagnosis.IsHealthy);
        writer.WriteBoolean("complete", diagnosis.IsComplete);
        writer.WriteNumber("checked", diagnosis.Checked);
        writer.WriteStartArray("findings");
        foreach (var finding in diagnosis.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("severity", finding.Severity.ToString().ToUpperInvariant());
            writer.WriteString("code", finding.Code);
            writer.Optional("variant", finding.Variant);
            writer.Optional("httpMethod", finding.HttpMethod);
            writer.Optional("resourcePath", finding.ResourcePath);
            if (finding.Routes > 0)
            {
                writer.WriteNumber("routes", finding.Routes);
            }

            writer.WriteString("message", finding.Message);
            writer.Optional("command", finding.Command);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private async ValueTask<ApiAnswer> ExamineAsync(ApiRequest request)
    {
        var inspection = await stages.InspectAsync(request.ApiId, request.Route("stage_name"), request.Cancelled).ConfigureAwait(false)
            ?? throw await lookup.MissingBelowAsync(request.ApiId, "Invalid Stage identifier specified", request.Cancelled).ConfigureAwait(false);
        var diagnosis = await doctor.ExamineAsync(inspection, request.Endpoint, request.Cancelled).ConfigureAwait(false);
        return ApiAnswer.Json(ApiAnswer.Ok, diagnosis, Write);
    }
}
