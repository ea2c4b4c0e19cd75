using System.Net;
using System.Text;

namespace ControlPlane.Lambda.Tests.Functions;

/// <summary>Answers requests from a list, and keeps what was asked.</summary>
internal sealed class RecordingHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    /// <summary>Method, address and body of every request.</summary>
    public List<string> Requests { get; } = [];

    public RecordingHandler Answer(int status, string body = "{}", string? type = null)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            response.Headers.TryAddWithoutValidation("x-amzn-RequestId", $"id-{Requests.Count}");
            if (type is not null)
            {
                response.Headers.TryAddWithoutValidation("x-amzn-ErrorType", type);
            }

            return response;
        });
        return this;
    }

    public RecordingHandler Fail(HttpRequestError error)
    {
        _answers.Enqueue(() => throw new HttpRequestException(error, error.ToString()));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri!.AbsoluteUri}{body}");
        return _answers.Dequeue()();
    }
}
