using System.Net;
using System.Text;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>The client of the Lambda service against the local one.</summary>
public sealed class LambdaClientTests : IAsyncLifetime, IDisposable
{
    private LambdaApp _app = null!;
    private LambdaClient _client = null!;

    public async Task InitializeAsync()
    {
        _app = await LambdaApp.StartAsync();
        _client = new LambdaClient(_app.Client.BaseAddress!);
        await _app.CreateBashAsync("f", "echo '\"one\"'");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Publishes_versions_and_moves_aliases()
    {
        var functions = _client.Functions;
        var latest = await functions.GetFunctionConfigurationAsync("f");
        (latest.FunctionName, latest.Version, latest.State, latest.Runtime, latest.Timeout).ShouldBe(("f", "$LATEST", "Active", "provided.al2023", 3));
        var first = await functions.PublishVersionAsync("f", new PublishVersionRequest { CodeSha256 = latest.CodeSha256, Description = "first" });
        (first.Version, first.Description).ShouldBe(("1", "first"));
        (await functions.PublishVersionAsync("f")).Version.ShouldBe("1");
        (await _app.UpdateCodeAsync("f", Package.Bash("echo '\"two\"'"))).ShouldBe(HttpStatusCode.OK);
        (await functions.PublishVersionAsync(latest.FunctionArn)).Version.ShouldBe("2");

        var created = await functions.CreateAliasAsync("f", new CreateAliasRequest("live", "1") { Description = "d" });
        (await functions.GetAliasAsync("f", "live")).ShouldBe(created);
        (created.FunctionVersion, created.Description, created.RoutingConfig).ShouldBe(("1", "d", null));
        (await InvokeAsync("f:live")).ShouldBe(("\"one\"", "1"));

        var weights = new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { ["2"] = 0.05 } };
        var split = await functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest { RoutingConfig = weights, RevisionId = created.RevisionId });
        split.FunctionVersion.ShouldBe("1");
        split.RoutingConfig!.AdditionalVersionWeights.ShouldBe(new Dictionary<string, double> { ["2"] = 0.05 });
        split.RevisionId.ShouldNotBe(created.RevisionId);

        var moved = await functions.UpdateAliasAsync(
            "f", "live", new UpdateAliasRequest { FunctionVersion = "2", RoutingConfig = new AliasRoutingConfiguration(), RevisionId = split.RevisionId });
        (moved.FunctionVersion, moved.RoutingConfig).ShouldBe(("2", null));
        (await InvokeAsync(moved.AliasArn)).ShouldBe(("\"two\"", "2"));
        (await functions.GetFunctionConfigurationAsync("f", "live")).Version.ShouldBe("2");

        var stale = await Should.ThrowAsync<LambdaServiceException>(async () =>
            await functions.UpdateAliasAsync("f", "live", new UpdateAliasRequest { FunctionVersion = "1", RevisionId = created.RevisionId }));
        (stale.Status, stale.Type).ShouldBe((412, "PreconditionFailedException"));
    }

    [Fact]
    public async Task Refusals_say_what_and_where()
    {
        var missing = await Should.ThrowAsync<LambdaServiceException>(async () => await _client.Functions.GetFunctionConfigurationAsync("none"));
        (missing.Status, missing.Type, missing.Message).ShouldBe((404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:123456789012:function:none"));
        Guid.TryParse(missing.RequestId, out _).ShouldBeTrue();
        await _client.Functions.PublishVersionAsync("f");
        await _client.Functions.CreateAliasAsync("f", new CreateAliasRequest("live", "1"));
        (await Should.ThrowAsync<LambdaServiceException>(async () => await _client.Functions.CreateAliasAsync("f", new CreateAliasRequest("live", "1")))).Type
            .ShouldBe("ResourceConflictException");
    }

    [Fact]
    public async Task Reads_policies_and_checks_whether_functions_can_be_invoked()
    {
        var functions = _client.Functions;
        functions.Address.ShouldBe(_app.Client.BaseAddress);
        (await functions.GetPolicyAsync("f")).ShouldBeSameAs(FunctionPolicy.None);
        (await functions.GetPolicyAsync("none")).ShouldBeSameAs(FunctionPolicy.None);
        await functions.PublishVersionAsync("f");
        await functions.CreateAliasAsync("f", new CreateAliasRequest("live", "1"));
        (await _app.SendAsync(
            HttpMethod.Post,
            "/2015-03-31/functions/f/policy?Qualifier=live",
            new System.Text.Json.Nodes.JsonObject
            {
                ["StatementId"] = "apigateway",
                ["Action"] = "lambda:InvokeFunction",
                ["Principal"] = "apigateway.amazonaws.com",
                ["SourceArn"] = "arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/*",
            })).ShouldBe(HttpStatusCode.Created);

        var policy = await functions.GetPolicyAsync("f", "live");
        policy.StatementIds.ShouldBe(["apigateway"]);
        policy.Allows("apigateway.amazonaws.com", "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets", "123456789012").ShouldBeTrue();
        policy.Allows("apigateway.amazonaws.com", "arn:aws:execute-api:us-east-1:123456789012:abc/prod/POST/pets", "123456789012").ShouldBeFalse();
        await functions.CheckInvocationAsync("f", "live");
        (await Should.ThrowAsync<LambdaServiceException>(async () => await functions.CheckInvocationAsync("f", "other"))).IsNotFound.ShouldBeTrue();
        _app.ProcessesStarted().ShouldBe(0);
    }

    [Fact]
    public async Task Hands_events_over_and_asks_without_running()
    {
        using (var dry = await _client.InvokeAsync("f", default, InvocationType.DryRun))
        {
            dry.StatusCode.ShouldBe(204);
        }

        using var taken = await _client.InvokeAsync("f", "{}"u8.ToArray(), InvocationType.Event);
        taken.StatusCode.ShouldBe(202);
    }

    private async Task<(string Result, string? Version)> InvokeAsync(string function)
    {
        using var invocation = await _client.InvokeAsync(function, "{}"u8.ToArray());
        return (Encoding.UTF8.GetString(invocation.Payload.Span).Trim(), invocation.ExecutedVersion);
    }
}
