using ControlPlane.Api.Description;
using ControlPlane.Api.Requests;
using Microsoft.AspNetCore.Routing;

namespace ControlPlane.Api.Callers;

/// <summary>GetCaller and GetOpenApi: what a client asks before anything else.</summary>
internal sealed class CallerEndpoints
{
    // The description never changes while the process runs; most processes are never asked.
    private readonly Lazy<Task<ApiAnswer>> _description = new(DescribeAsync);

    /// <summary>Maps the operations.</summary>
    public void Map(ApiDispatcher dispatcher, IEndpointRouteBuilder routes)
    {
        dispatcher.Map(routes, CallerOperations.Get, static request => ValueTask.FromResult(ApiAnswer.Json(ApiAnswer.Ok, request.Caller, static (writer, caller) =>
        {
            writer.WriteStartObject();
            writer.WriteString("arn", caller.Arn);
            writer.WriteBoolean("canWrite", caller.CanWrite);
            writer.WriteEndObject();
        })));
        dispatcher.Map(routes, CallerOperations.GetOpenApi, _ => new ValueTask<ApiAnswer>(_description.Value));
    }

    private static async Task<ApiAnswer> DescribeAsync()
    {
        using var document = new MemoryStream();
        await OpenApiDescription.WriteAsync(document).ConfigureAwait(false);
        return new ApiAnswer(ApiAnswer.Ok, document.ToArray());
    }
}
