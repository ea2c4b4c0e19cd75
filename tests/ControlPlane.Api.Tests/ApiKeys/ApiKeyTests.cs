using ControlPlane.Api.Tests.Hosting;

namespace ControlPlane.Api.Tests.ApiKeys;

public sealed class ApiKeyTests : ApiTest
{
    private const string Value = "a-key-of-twenty-and-more-characters";

    [Fact]
    public async Task ApiKey_LivesItsLife()
    {
        var created = await App.PostAsync(
            "/apikeys", $$"""{"name":"shop","value":"{{Value}}","enabled":true,"description":"d","customerId":"c","stageKeys":[{"restApiId":"a","stageName":"s"}],"tags":{"k":"v"} }""");
        var id = created.ShouldSucceed()["id"];
        created.ShouldBe(201, $$"""
            {"id":"{{id}}","value":"{{Value}}","name":"shop","customerId":"c","description":"d","enabled":true,"createdDate":1772366400,"lastUpdatedDate":1772366400,"stageKeys":["a/s"],"tags":{"k":"v"} }
            """);
        var path = $"/apikeys/{id}";
        (await App.GetAsync(path)).Json["value"].ShouldBeNull();
        (await App.GetAsync($"{path}?includeValue=true"))["value"].ShouldBe(Value);
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).ShouldBeConflict("API Key already exists");
        App.Clock.Now = App.Clock.Now.AddSeconds(5);
        var patched = await App.PatchAsync(path, "replace /name other", "replace /enabled false", "replace /customerId x", "add /stages b/t", "remove /stages a/s");
        (patched["name"], patched["enabled"], patched["customerId"], patched["lastUpdatedDate"]).ShouldBe(("other", "false", "x", "1772366405"));
        patched.Json["stageKeys"]!.ToJsonString().ShouldBe("""["b/t"]""");
        (await App.PatchAsync(path, "replace /value x")).ShouldBeBadRequest(
            "Invalid patch path  '/value' specified for op 'replace'. Must be one of: [/name, /description, /enabled, /customerId]");
        (await App.DeleteAsync(path)).ShouldBeEmpty(202);
        (await App.GetAsync(path)).ShouldBeNotFound("Invalid API Key identifier specified");
        (await App.DeleteAsync(path)).ShouldBeNotFound("Invalid API Key identifier specified");
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).ShouldSucceed();
        App.Observer.Heard.ShouldAllBe(heard => heard == "access");
        App.Observer.Heard.Count.ShouldBe(4);
    }

    [Fact]
    public async Task CreateApiKey_WithoutValue_MakesOneUp()
    {
        var first = await App.PostAsync("/apikeys", """{"name":"a"}""");
        first["value"].Length.ShouldBe(40);
        first["enabled"].ShouldBe("false");
        (await App.PostAsync("/apikeys", """{"name":"a"}"""))["value"].ShouldNotBe(first["value"]);
    }

    [Fact]
    public async Task CreateApiKey_Repeated_AnswersTheFirstAnswerAndNoValueComesFromTheToken()
    {
        var first = await App.PostAsync("/apikeys", """{"name":"a"}""", ("Idempotency-Key", "k1"));
        (await App.PostAsync("/apikeys", """{"name":"a"}""", ("Idempotency-Key", "k1"))).ShouldBe(201, first.Body);
        (await App.DeleteAsync($"/apikeys/{first["id"]}")).ShouldSucceed();
        (await App.GetAsync("/apikeys")).ShouldBe(200, """{"item":[]}""");
        await using var other = await ControlApp.StartAsync();
        var elsewhere = await other.PostAsync("/apikeys", """{"name":"a"}""", ("Idempotency-Key", "k1"));
        (elsewhere["id"], elsewhere["value"] == first["value"]).ShouldBe((first["id"], false));
    }

    [Theory]
    [InlineData("""{"value":"short"}""", "API Key value should be at least 20 characters")]
    [InlineData("""{"value":"with a blank in the middle"}""", "API Key value should only contain printable ASCII characters without blanks")]
    [InlineData("""{"tags":{"aws:x":"y"}}""", "Invalid tag key specified: aws:x. The prefix aws: is reserved.")]
    public async Task CreateApiKey_Rejects(string body, string message)
    {
        (await App.PostAsync("/apikeys", body)).ShouldBeBadRequest(message);
        (await App.PostAsync("/apikeys", $$"""{"value":"{{new string('x', 129)}}"}""")).ShouldBeBadRequest("API Key value exceeds maximum size of 128 characters");
        (await App.GetAsync("/apikeys")).ShouldBe(200, """{"item":[]}""");
    }

    [Fact]
    public async Task GetApiKeys_PagesAndFilters()
    {
        foreach (var name in new[] { "a1", "a2", "b1", "a3" })
        {
            (await App.PostAsync("/apikeys", $$"""{"name":"{{name}}","customerId":"{{name[0]}}"}""")).ShouldSucceed();
        }

        (await NamesAsync("")).ShouldBe(["a1", "a2", "a3", "b1"]);
        (await NamesAsync("&name=a")).ShouldBe(["a1", "a2", "a3"]);
        (await NamesAsync("&customerId=b")).ShouldBe(["b1"]);
        (await App.GetAsync("/apikeys?includeValues=true")).Json["item"]!.AsArray().ShouldAllBe(key => key!["value"]!.ToString().Length == 40);
        (await App.GetAsync("/apikeys")).Json["item"]!.AsArray().ShouldAllBe(key => key!["value"] == null);

        async Task<IEnumerable<string>> NamesAsync(string filter)
        {
            var (names, position) = (new List<string>(), "");
            do
            {
                var page = await App.GetAsync($"/apikeys?limit=1{filter}{position}");
                names.AddRange(page.Json["item"]!.AsArray().Select(key => key!["name"]!.ToString()));
                position = page.Json["position"] is { } next ? $"&position={next}" : "";
            }
            while (position.Length > 0);
            return names.Order();
        }
    }

    [Fact]
    public async Task ImportApiKeys_CreatesKeysAndWarns()
    {
        var (_, stage, _) = await CreateStageAsync();
        var plan = (await App.PostAsync("/usageplans", $$"""{"name":"p","apiStages":[{"apiId":"{{stage.Split('/')[2]}}","stage":"prod"}]}"""))["id"];
        var csv = $"Name,Key,Description,Enabled,UsageplanIds\nfirst,{Value},\"a, b\",TRUE,{plan}\nsecond,,,false,\nthird,short,,,\nfourth,{Value},,,\nfifth,,,,nope\n";
        var failed = await App.SendAsync("POST", "/apikeys?mode=import&format=csv&failonwarnings=true", csv);
        failed.Status.ShouldBe(400);
        failed["message"].ShouldContain("Line 4: API Key value should be at least 20 characters");
        (await App.GetAsync("/apikeys")).ShouldBe(200, """{"item":[]}""");
        var imported = await App.SendAsync("POST", "/apikeys?mode=import&format=csv", csv);
        imported.Status.ShouldBe(201, imported.Body);
        imported.Json["ids"]!.AsArray().Count.ShouldBe(3);
        imported.Json["warnings"]!.AsArray().Select(warning => warning!.ToString()).ShouldBe(
            ["Line 4: API Key value should be at least 20 characters", "Line 5: API Key already exists", "Line 6: there is no usage plan nope"]);
        var first = await App.GetAsync($"/apikeys/{imported.Json["ids"]![0]}?includeValue=true");
        (first["name"], first["value"], first["description"], first["enabled"]).ShouldBe(("first", Value, "a, b", "true"));
        (await App.GetAsync($"/usageplans/{plan}/keys")).Json["item"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("format=xml", "Name,Key\n", "Invalid format specified. Valid options are csv")]
    [InlineData("format=csv", "", "Invalid API Key file. The file has no header")]
    [InlineData("format=csv", "a,b\n", "Invalid API Key file. The header must have the columns Name and Key")]
    [InlineData("format=csv", "name,key\n\"x", "Invalid API Key file. Line 2: a quotation mark is not closed")]
    [InlineData("format=csv", "name,key,enabled\nx,,maybe", "Invalid API Key file. Line 2: enabled must be true or false")]
    public async Task ImportApiKeys_Rejects(string query, string csv, string message) =>
        (await App.SendAsync("POST", $"/apikeys?mode=import&{query}", csv)).ShouldBeBadRequest(message);

    [Fact]
    public async Task No_key_of_the_store_has_a_value_in_it()
    {
        var keys = new List<string>();
        App.Store.BeforeWrite = key =>
        {
            keys.Add(key.ToString());
            return Task.CompletedTask;
        };
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).ShouldSucceed();
        keys.Count.ShouldBeGreaterThan(1);
        keys.ShouldAllBe(key => !key.Contains(Value, StringComparison.Ordinal));
        App.Log.Entries.ShouldAllBe(entry => !entry.Text.Contains(Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_creation_that_failed_half_way_leaves_its_value_free()
    {
        App.Store.FailFromWrite(2);
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).Status.ShouldBe(503);
        App.Store.Heal();
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).ShouldSucceed();
        (await App.PostAsync("/apikeys", $$"""{"value":"{{Value}}"}""")).ShouldBeConflict("API Key already exists");
    }
}
