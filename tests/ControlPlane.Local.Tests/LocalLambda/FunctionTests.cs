using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class FunctionTests
{
    private static readonly byte[] Echo = Package.Python(Package.EchoPython);

    [Fact]
    public async Task Created_function_is_active_and_shows_what_aws_shows()
    {
        await using var app = await LambdaApp.StartAsync();

        var created = (await app.CreateAsync("f", "python3.12", "app.handler", Echo, body =>
        {
            body["Description"] = "d";
            body["Environment"] = JsonNode.Parse("""{"Variables":{"AB":"1"}}""");
            body["Tags"] = JsonNode.Parse("""{"team":"x"}""");
        })).ShouldBe(HttpStatusCode.Created);

        created["FunctionArn"].ShouldBe("arn:aws:lambda:us-east-1:123456789012:function:f");
        created["LastModified"].ShouldMatch(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000\z");
        Guid.TryParse(created["RevisionId"], out _).ShouldBeTrue();
        var shown = created.Json.AsObject();
        shown.Remove("LastModified");
        shown.Remove("RevisionId");
        JsonNode.DeepEquals(shown, JsonNode.Parse($$$"""
            {"FunctionName":"f","FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:f","Runtime":"python3.12",
            "Role":"arn:aws:iam::123456789012:role/r","Handler":"app.handler","CodeSize":{{{Echo.Length}}},"Description":"d","Timeout":3,"MemorySize":128,
            "CodeSha256":"{{{Convert.ToBase64String(SHA256.HashData(Echo))}}}","Version":"$LATEST","Environment":{"Variables":{"AB":"1"}},
            "TracingConfig":{"Mode":"PassThrough"},"State":"Active","LastUpdateStatus":"Successful","PackageType":"Zip","Architectures":["x86_64"],
            "EphemeralStorage":{"Size":512},"SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},
            "LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/f"}}
            """)).ShouldBeTrue(created.Text);
        (await app.GetAsync("/2015-03-31/functions/f/configuration")).Text.ShouldBe(created.Text);
    }

    [Fact]
    public async Task Get_function_offers_the_package_for_download()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Echo, body => body["Tags"] = JsonNode.Parse("""{"team":"x"}"""));

        var got = (await app.GetAsync("/2015-03-31/functions/f")).ShouldBe(HttpStatusCode.OK);

        got.Json["Tags"]!["team"]!.ToString().ShouldBe("x");
        got.Json["Code"]!["RepositoryType"]!.ToString().ShouldBe("S3");
        var location = got.Json["Code"]!["Location"]!.ToString();
        (await app.Client.GetByteArrayAsync(new Uri(location))).ShouldBe(Echo);
        (await app.GetAsync(location.Replace("Signature=", "Signature=x", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Forbidden);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (await app.GetAsync(location)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_form_of_the_name_reaches_the_function()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Echo);

        foreach (var form in new[]
        {
            "f", "f:$LATEST", "f:%24LATEST", "123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f",
            "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af", "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST", "f?Qualifier=$LATEST",
        })
        {
            (await app.GetAsync($"/2015-03-31/functions/{form}")).ShouldBe(HttpStatusCode.OK).Json["Configuration"]!["FunctionName"]!.ToString().ShouldBe("f");
        }

        (await app.GetAsync("/2015-03-31/functions/f:1?Qualifier=2")).ShouldFail(
            HttpStatusCode.BadRequest, "InvalidParameterValueException", "The derived qualifier from the function name does not match the specified qualifier.");
        (await app.GetAsync("/2015-03-31/functions/arn:aws:lambda:us-east-1:999999999999:function:f")).ShouldBe(HttpStatusCode.NotFound);
        (await app.GetAsync("/2015-03-31/functions/bad%20name")).Header("x-amzn-ErrorType").ShouldBe("ValidationException");
    }

    [Fact]
    public async Task Updated_code_and_settings_serve_the_next_invocation()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreatePythonAsync("f", "import os\ndef handler(e, c):\n    return 'one ' + os.environ.get('AB', '-')");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("\"one -\"");

        var zip = Package.Python("import os\ndef handler(e, c):\n    return 'two ' + os.environ.get('AB', '-')");
        var updated = (await app.UpdateCodeAsync("f", zip)).ShouldBe(HttpStatusCode.OK);
        updated["CodeSha256"].ShouldBe(Convert.ToBase64String(SHA256.HashData(zip)));
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("\"two -\"");

        (await app.SendAsync(HttpMethod.Put, "/2015-03-31/functions/f/configuration", (JsonObject)JsonNode.Parse("""{"Environment":{"Variables":{"AB":"x"}},"Timeout":9}""")!))
            .ShouldBe(HttpStatusCode.OK)["Timeout"].ShouldBe("9");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("\"two x\"");
    }

    [Fact]
    public async Task Updates_with_a_stale_revision_are_refused()
    {
        await using var app = await LambdaApp.StartAsync();
        var first = (await app.CreateAsync("f", "python3.12", "app.handler", Echo))["RevisionId"];
        JsonObject Body() => new() { ["Description"] = "x", ["RevisionId"] = first };

        (await app.SendAsync(HttpMethod.Put, "/2015-03-31/functions/f/configuration", Body())).ShouldBe(HttpStatusCode.OK)["RevisionId"].ShouldNotBe(first);
        (await app.SendAsync(HttpMethod.Put, "/2015-03-31/functions/f/configuration", Body())).ShouldFail(
            HttpStatusCode.PreconditionFailed,
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
    }

    [Fact]
    public async Task Dry_run_of_new_code_changes_nothing()
    {
        await using var app = await LambdaApp.StartAsync();
        var before = (await app.CreateAsync("f", "python3.12", "app.handler", Echo))["CodeSha256"];
        var other = Package.Python("x = 1");

        var answer = (await app.SendAsync(HttpMethod.Put, "/2015-03-31/functions/f/code", new JsonObject { ["ZipFile"] = Convert.ToBase64String(other), ["DryRun"] = true })).ShouldBe(HttpStatusCode.OK);

        answer["CodeSha256"].ShouldNotBe(before);
        (await app.GetAsync("/2015-03-31/functions/f/configuration"))["CodeSha256"].ShouldBe(before);
    }

    [Fact]
    public async Task Of_concurrent_creates_one_wins()
    {
        await using var app = await LambdaApp.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.CreateAsync("f", "python3.12", "app.handler", Echo)));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.First(a => a.Status != HttpStatusCode.Created).ShouldFail(HttpStatusCode.Conflict, "ResourceConflictException", "Function already exist: f");
    }

    [Fact]
    public async Task Lists_page_through_all_functions_in_order()
    {
        await using var app = await LambdaApp.StartAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await app.CreateAsync(name, "python3.12", "app.handler", Echo);
        }

        await app.PublishAsync("a");
        var first = await app.GetAsync("/2015-03-31/functions/?MaxItems=2");
        var second = await app.GetAsync($"/2015-03-31/functions?MaxItems=2&Marker={Uri.EscapeDataString(first["NextMarker"])}");

        Names(first).ShouldBe(["a", "b"]);
        Names(second).ShouldBe(["c"]);
        second.Json["NextMarker"].ShouldBeNull();
        Arns(await app.GetAsync("/2015-03-31/functions?FunctionVersion=ALL")).ShouldBe(["a:$LATEST", "a:1", "b:$LATEST", "c:$LATEST"]);
        (await app.GetAsync("/2015-03-31/functions?MaxItems=0")).Header("x-amzn-ErrorType").ShouldBe("ValidationException");
    }

    [Fact]
    public async Task Deleted_function_is_gone_with_everything_and_starts_anew()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Echo);
        await app.PublishAsync("f");
        await app.SendAsync(HttpMethod.Post, "/2015-03-31/functions/f/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" });

        (await app.DeleteAsync("/2015-03-31/functions/f")).ShouldBe(HttpStatusCode.NoContent);
        (await app.DeleteAsync("/2015-03-31/functions/f")).ShouldFail(
            HttpStatusCode.NotFound, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:123456789012:function:f");

        await app.CreateAsync("f", "python3.12", "app.handler", Echo);
        (await app.GetAsync("/2015-03-31/functions/f/aliases")).Json["Aliases"]!.AsArray().ShouldBeEmpty();
        (await app.PublishAsync("f"))["Version"].ShouldBe("1");
    }

    [Fact]
    public async Task Unknown_operations_and_broken_bodies_get_errors_of_lambdas_shape()
    {
        await using var app = await LambdaApp.StartAsync();

        (await app.GetAsync("/2015-03-31/event-source-mappings")).ShouldBe(HttpStatusCode.NotFound).Header("x-amzn-ErrorType").ShouldBe("UnknownOperationException");
        (await app.SendAsync(HttpMethod.Patch, "/2015-03-31/functions/f", new JsonObject())).ShouldBe(HttpStatusCode.NotFound);
        foreach (var broken in new[] { "{", "[]", """{"Timeout":"x"}""", """{"FunctionName":7}""", "null" })
        {
            var answer = (await app.SendAsync(HttpMethod.Post, "/2015-03-31/functions", new StringContent(broken))).ShouldBe(HttpStatusCode.BadRequest);
            answer.Header("x-amzn-ErrorType").ShouldBe("SerializationException", broken);
            answer.Text.ShouldNotContain("System.");
        }
    }

    private static IEnumerable<string> Names(Answer answer) => answer.Json["Functions"]!.AsArray().Select(f => f!["FunctionName"]!.ToString());

    private static IEnumerable<string> Arns(Answer answer) => answer.Json["Functions"]!.AsArray().Select(f => f!["FunctionArn"]!.ToString().Split("function:")[1]);
}
