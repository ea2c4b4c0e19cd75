using System.Text.Json;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;
using ControlPlane.Gateway.Snapshots;

namespace ControlPlane.Gateway.Integrations;

/// <summary>No backend: the request template names a status code, which selects the response (AWS: MOCK).</summary>
internal sealed class MockIntegration(MethodPlan plan, BinaryMediaTypes binaryTypes) : IIntegration
{
    public async ValueTask InvokeAsync(RequestContext request)
    {
        await request.ReadBodyAsync().ConfigureAwait(false);
        var body = ContentConversion.OfRequest(request, binaryTypes, plan.Integration?.ContentHandling);
        var rendered = await plan.Templates.ApplyAsync(request, body, request.Scratch).ConfigureAwait(false);
        using var answer = BackendAnswer.Empty(StatusCode(rendered.Span));
        await MappedResponse.WriteAsync(request, plan.Responses.ForStatus(answer.Status), answer, isBinary: false, binaryTypes).ConfigureAwait(false);
    }

    /// <summary>The integer <c>statusCode</c> of a rendered template; its name may go without quotes.</summary>
    private static int StatusCode(ReadOnlySpan<byte> template)
    {
        try
        {
            var reader = new Utf8JsonReader(Quoted(template));
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isStatus = reader.ValueTextEquals("statusCode"u8);
                    reader.Read();
                    if (isStatus && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var status))
                    {
                        return status;
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // Said below: for API Gateway no JSON and no status are the same mistake.
        }

        throw GatewayFailure.Configuration(
            "Unable to parse statusCode. It should be an integer that is defined in the request template.");
    }

    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> template)
    {
        var name = template.IndexOf("statusCode"u8);
        if (name < 1 || template[name - 1] == '"')
        {
            return template;
        }

        return (byte[])[.. template[..name], .. "\"statusCode\""u8, .. template[(name + "statusCode".Length)..]];
    }
}
