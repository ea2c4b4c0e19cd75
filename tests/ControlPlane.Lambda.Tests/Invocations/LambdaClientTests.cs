using System.Text;
using Amazon.Runtime;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Lambda.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Lambda.Tests.Invocations;

public sealed class LambdaClientTests : IAsyncLifetime
{
    private WebApplication _service = null!;
    private RequestDelegate _answer = context => context.Response.WriteAsync("{}");
    private string _target = "";
    private string _body = "";
    private Dictionary<string, string> _headers = [];
    private readonly HashSet<string> _connections = [];

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.Run(async context =>
        {
            _target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            _headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            _connections.Add(context.Connection.Id);
            _body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await _answer(context);
        });
        await _service.StartAsync();
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Invokes_a_function_by_arn_and_alias()
    {
        _answer = context =>
        {
            context.Response.Headers["X-Amz-Executed-Version"] = "7";
            context.Response.Headers["x-amzn-RequestId"] = "id-1";
            return context.Response.WriteAsync("""{"ok":true}""");
        };
        using var client = new LambdaClient(new Uri(_service.Urls.First()));

        using var invocation = await client.InvokeAsync("arn:aws:lambda:us-east-1:1:function:f:live", Encoding.UTF8.GetBytes("""{"a":1}"""));

        _target.ShouldBe("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af%3Alive/invocations");
        _body.ShouldBe("""{"a":1}""");
        _headers["Content-Type"].ShouldBe("application/json");
        _headers.Keys.ShouldNotContain("Authorization");
        _headers.Keys.ShouldNotContain("X-Amz-Invocation-Type");
        invocation.StatusCode.ShouldBe(200);
        invocation.IsAccepted.ShouldBeTrue();
        invocation.FunctionError.ShouldBeNull();
        invocation.ExecutedVersion.ShouldBe("7");
        invocation.RequestId.ShouldBe("id-1");
        Encoding.UTF8.GetString(invocation.Payload.Span).ShouldBe("""{"ok":true}""");
    }

    [Fact]
    public async Task A_trace_goes_along_and_is_not_signed()
    {
        const string trace = "Root=1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6;Parent=53995c3f42cd8ad8;Sampled=1";
        using var client = new LambdaClient(new Uri(_service.Urls.First()), new RequestSigner(new BasicAWSCredentials("AKID", "secret"), "us-east-1", "lambda"));

        using var traced = await client.InvokeAsync("f", "{}"u8.ToArray(), InvocationType.RequestResponse, trace, CancellationToken.None);
        _headers["X-Amzn-Trace-Id"].ShouldBe(trace);
        _headers["Authorization"].ShouldNotContain("x-amzn-trace-id");
        using var untraced = await client.InvokeAsync("f", "{}"u8.ToArray());
        _headers.Keys.ShouldNotContain("X-Amzn-Trace-Id");
    }

    [Fact]
    public async Task Function_errors_and_refusals_are_answers()
    {
        using var client = new LambdaClient(new Uri(_service.Urls.First()));
        _answer = context =>
        {
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
            return context.Response.WriteAsync("""{"errorMessage":"boom"}""");
        };
        using (var failed = await client.InvokeAsync("f", default))
        {
            failed.FunctionError.ShouldBe("Unhandled");
            failed.IsAccepted.ShouldBeTrue();
        }

        _answer = context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["x-amzn-ErrorType"] = "ResourceNotFoundException";
            return context.Response.WriteAsync("{}");
        };
        using var refused = await client.InvokeAsync("f", default);

        refused.IsAccepted.ShouldBeFalse();
        refused.ErrorType.ShouldBe("ResourceNotFoundException");
    }

    [Theory]
    [InlineData(InvocationType.Event, "Event")]
    [InlineData(InvocationType.DryRun, "DryRun")]
    public async Task Says_the_invocation_type(InvocationType type, string header)
    {
        using var client = new LambdaClient(new Uri(_service.Urls.First()));

        using var invocation = await client.InvokeAsync("f", default, type);

        _headers["X-Amz-Invocation-Type"].ShouldBe(header);
    }

    [Fact]
    public async Task Signs_for_lambda_when_told_to()
    {
        var signer = new RequestSigner(new BasicAWSCredentials("AKID", "secret"), "eu-west-1", "lambda");
        using var client = new LambdaClient(new Uri(_service.Urls.First()), signer);

        using var invocation = await client.InvokeAsync("f", "{}"u8.ToArray());

        _headers["Authorization"].ShouldMatch("^AWS4-HMAC-SHA256 Credential=AKID/[0-9]{8}/eu-west-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}$");
    }

    [Fact]
    public async Task Reads_big_and_chunked_results_and_reuses_the_connection()
    {
        var result = new string('x', 3_000_000);
        _answer = context => context.Response.WriteAsync(result);
        using var client = new LambdaClient(new Uri(_service.Urls.First()));

        for (var i = 0; i < 3; i++)
        {
            using var invocation = await client.InvokeAsync("f", default);
            invocation.Payload.Length.ShouldBe(result.Length);
        }

        _connections.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refuses_results_without_end()
    {
        _answer = context => context.Response.WriteAsync(new string('x', 9_000_000));
        using var client = new LambdaClient(new Uri(_service.Urls.First()));

        await Should.ThrowAsync<HttpRequestException>(async () => await client.InvokeAsync("f", default));
    }

    [Fact]
    public async Task A_service_nobody_listens_at_throws()
    {
        using var client = new LambdaClient(new Uri("http://127.0.0.1:1"));

        await Should.ThrowAsync<HttpRequestException>(async () => await client.InvokeAsync("f", default));
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var client = new LambdaClient(new Uri(_service.Urls.First()));
        using var soon = new CancellationTokenSource(50);

        await Should.ThrowAsync<OperationCanceledException>(async () => await client.InvokeAsync("f", default, cancellationToken: soon.Token));
    }
}
