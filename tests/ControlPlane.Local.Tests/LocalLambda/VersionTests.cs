using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class VersionTests
{
    private static byte[] Returning(int n) => Package.Python($"def handler(e, c):\n    return [{n}, c.function_version, c.invoked_function_arn.split('function:')[1]]");

    [Fact]
    public async Task Versions_keep_their_code_while_latest_moves_on()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(1));
        var first = (await app.PublishAsync("f")).ShouldBe(HttpStatusCode.Created);
        await app.UpdateCodeAsync("f", Returning(2));
        var second = await app.PublishAsync("f");
        await app.UpdateCodeAsync("f", Returning(3));

        (first["Version"], first["FunctionArn"]).ShouldBe(("1", "arn:aws:lambda:us-east-1:123456789012:function:f:1"));
        second["Version"].ShouldBe("2");
        (await app.InvokeAsync("f:1")).ShouldSucceed().Text.ShouldBe("""[1, "1", "f:1"]""");
        (await app.InvokeAsync("f:2")).ShouldSucceed().Header("X-Amz-Executed-Version").ShouldBe("2");
        (await app.InvokeAsync("f")).ShouldSucceed().Text.ShouldBe("""[3, "$LATEST", "f"]""");
        (await app.GetAsync("/2015-03-31/functions/f/configuration?Qualifier=1"))["CodeSha256"].ShouldBe(first["CodeSha256"]);
    }

    [Fact]
    public async Task Publishing_what_has_not_changed_returns_the_newest_version()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(1));

        var first = await app.PublishAsync("f");
        (await app.PublishAsync("f")).ShouldBe(HttpStatusCode.Created).Text.ShouldBe(first.Text);
        await app.UpdateCodeAsync("f", Returning(1));
        (await app.PublishAsync("f")).Text.ShouldBe(first.Text);

        await app.SendAsync(HttpMethod.Put, "/2015-03-31/functions/f/configuration", new JsonObject { ["Timeout"] = 5 });
        (await app.PublishAsync("f"))["Version"].ShouldBe("2");
    }

    [Fact]
    public async Task Publishing_checks_code_and_revision()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(1));

        Task<Answer> Publish(string member, string value) => app.SendAsync(HttpMethod.Post, "/2015-03-31/functions/f/versions", new JsonObject { [member] = value });
        (await Publish("CodeSha256", "x")).ShouldBe(HttpStatusCode.BadRequest).Header("x-amzn-ErrorType").ShouldBe("InvalidParameterValueException");
        (await Publish("RevisionId", "x")).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Publish("Description", "first"))["Description"].ShouldBe("first");
    }

    [Fact]
    public async Task Create_and_update_can_publish_at_once()
    {
        await using var app = await LambdaApp.StartAsync();

        var created = await app.CreateAsync("f", "python3.12", "app.handler", Returning(1), body => body["Publish"] = true);
        var updated = await app.SendAsync(
            HttpMethod.Put, "/2015-03-31/functions/f/code", new JsonObject { ["ZipFile"] = Convert.ToBase64String(Returning(2)), ["Publish"] = true });

        created["Version"].ShouldBe("1");
        updated["Version"].ShouldBe("2");
    }

    [Fact]
    public async Task Versions_are_listed_by_number_in_pages()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(0));
        for (var n = 1; n <= 11; n++)
        {
            await app.UpdateCodeAsync("f", Returning(n));
            await app.PublishAsync("f");
        }

        var versions = new List<string>();
        string? marker = null;
        do
        {
            var page = await app.GetAsync($"/2015-03-31/functions/f/versions?MaxItems=5&Marker={Uri.EscapeDataString(marker ?? string.Empty)}");
            versions.AddRange(page.Json["Versions"]!.AsArray().Select(v => v!["Version"]!.ToString()));
            marker = page.Json["NextMarker"]?.ToString();
        }
        while (marker is not null);

        versions.ShouldBe(["$LATEST", .. Enumerable.Range(1, 11).Select(n => $"{n}")]);
    }

    [Fact]
    public async Task Concurrent_publishing_hands_out_each_number_once()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(0));

        await Task.WhenAll(Enumerable.Range(1, 8).Select(async n =>
        {
            (await app.UpdateCodeAsync("f", Returning(n))).ShouldBe(HttpStatusCode.OK);
            (await app.PublishAsync("f")).ShouldBe(HttpStatusCode.Created);
        }));

        var listed = (await app.GetAsync("/2015-03-31/functions/f/versions")).Json["Versions"]!.AsArray();
        listed.Select(v => v!["Version"]!.ToString()).ShouldBeUnique();
        listed.Select(v => v!["CodeSha256"]!.ToString()).Skip(1).ShouldBeUnique();
    }

    [Fact]
    public async Task Deleting_a_version_leaves_the_others_and_spares_what_aliases_use()
    {
        await using var app = await LambdaApp.StartAsync();
        await app.CreateAsync("f", "python3.12", "app.handler", Returning(1), body => body["Publish"] = true);
        await app.UpdateCodeAsync("f", Returning(2));
        await app.PublishAsync("f");
        await app.SendAsync(HttpMethod.Post, "/2015-03-31/functions/f/aliases", new JsonObject { ["Name"] = "live", ["FunctionVersion"] = "1" });

        (await app.DeleteAsync("/2015-03-31/functions/f?Qualifier=1")).ShouldFail(
            HttpStatusCode.Conflict,
            "ResourceConflictException",
            "Version 1 is currently being used by alias: live. Remove the reference before deleting the version.");
        (await app.DeleteAsync("/2015-03-31/functions/f?Qualifier=$LATEST")).ShouldBe(HttpStatusCode.BadRequest);
        (await app.DeleteAsync("/2015-03-31/functions/f?Qualifier=2")).ShouldBe(HttpStatusCode.NoContent);
        (await app.InvokeAsync("f:2")).ShouldBe(HttpStatusCode.NotFound);
        (await app.InvokeAsync("f:live")).ShouldSucceed();

        // Numbers are never used again.
        await app.UpdateCodeAsync("f", Returning(3));
        (await app.PublishAsync("f"))["Version"].ShouldBe("3");
    }
}
