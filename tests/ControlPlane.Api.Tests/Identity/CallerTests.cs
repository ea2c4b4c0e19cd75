using ControlPlane.Api.Identity;
using ControlPlane.Api.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace ControlPlane.Api.Tests.Identity;

public sealed class CallerTests
{
    private const string Role = "arn:aws:sts::123456789012:assumed-role/deploy/ci";

    [Fact]
    public async Task The_history_names_the_ARN_that_the_event_of_a_function_URL_carries()
    {
        await using var app = await ControlApp.StartAsync(callers: new IamCallerAuthentication(_ => Role));
        var api = (await app.PostAsync("/restapis", """{"name":"shop"}"""))["id"];
        var root = (await app.GetAsync($"/restapis/{api}"))["rootResourceId"];
        (await app.PutAsync($"/restapis/{api}/resources/{root}/methods/GET", """{"authorizationType":"NONE"}""")).ShouldSucceed();
        (await app.PutAsync($"/restapis/{api}/resources/{root}/methods/GET/integration", """{"type":"MOCK"}""")).ShouldSucceed();
        (await app.PostAsync($"/restapis/{api}/deployments", """{"stageName":"prod"}""")).ShouldSucceed();

        var history = await app.GetAsync($"/restapis/{api}/stages/prod/history");

        ((string?)history.Json["item"]![0]!["actor"]).ShouldBe(Role);
    }

    [Theory]
    [InlineData("GET", "/restapis")]
    [InlineData("POST", "/restapis")]
    [InlineData("GET", "/no/such/path")]
    public async Task An_event_that_names_nobody_is_refused(string method, string path)
    {
        await using var app = await ControlApp.StartAsync(callers: new IamCallerAuthentication(_ => null));

        var reply = await app.SendAsync(method, path);

        reply.ShouldBeError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    [Fact]
    public async Task A_caller_that_may_only_read_changes_nothing()
    {
        await using var app = await ControlApp.StartAsync(callers: new Reader());

        var reply = await app.PostAsync("/restapis", """{"name":"shop"}""");

        reply.ShouldBeError(403, "AccessDeniedException", "User: " + Role + " is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:us-east-1::/restapis");
        (await app.GetAsync("/restapis")).ShouldBe(200, """{"item":[]}""");
    }

    private sealed class Reader : ICallerAuthentication
    {
        public ValueTask<CallerIdentity> AuthenticateAsync(HttpContext context) => ValueTask.FromResult(new CallerIdentity(Role) { CanWrite = false });
    }
}
