using System.IO.Compression;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The doctor finds what a stage lacks, and what it prints mends it.</summary>
public abstract class DoctorTests(StoreKind store) : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _work = new();

    public void Dispose()
    {
        _data.Dispose();
        _work.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_defect_is_found_and_its_command_mends_it()
    {
        await Requirements.AwsCliAsync();
        await using var host = await HostProcess.StartAsync(_data.Path, await Store.OptionsAsync(store));
        using var control = new ControlClient(host);
        await SampleFunction.CreateAsync(control, "pets");
        var api = await SampleApi.CreateLambdaAsync(control, "patient", "pets:${stageVariables.alias}");
        var root = (string)(await control.GetAsync($"/restapis/{api}"))["rootResourceId"]!;
        await AddAsync(control, api, root, "gone", Lambda("gone-function"));
        await AddAsync(control, api, root, "away", """{"type":"HTTP_PROXY","httpMethod":"GET","uri":"http://nowhere.invalid/x"}""");
        await AddAsync(control, api, root, "local", $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"{{host.Gateway}}ping"}""");
        var broken = await AddAsync(control, api, root, "broken", """{"type":"MOCK","requestTemplates":{"application/json":"#if($x"}}""");
        await control.PutAsync($"{broken}/responses/200", "{}");
        await control.PutAsync($"{broken}/integration/responses/200", "{}");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");

        var diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");
        ((bool)diagnosis["healthy"]!, (bool)diagnosis["complete"]!, (int)diagnosis["checked"]!).ShouldBe((false, true, 5));
        Codes(diagnosis).ShouldBe(
            ["FunctionNotFound /gone", "HostNotResolved /away", "TemplateInvalid /broken", "VariableNotSet /"], ignoreOrder: true);

        // What is in capitals is for people to fill in.
        await MendAsync(diagnosis, "VariableNotSet", ("VALUE", "live"));
        await MendAsync(diagnosis, "TemplateInvalid", ("TEMPLATE", """{\"statusCode\": 200}"""));
        await MendAsync(diagnosis, "HostNotResolved", ("http://HOST/PATH", $"{host.Gateway}ping"));
        using (var zip = ZipFile.Open(Path.Combine(_work.Path, "function.zip"), ZipArchiveMode.Create))
        {
            await using var code = new StreamWriter(zip.CreateEntry("index.py").Open());
            await code.WriteAsync("def handler(event, context):\n    return {\"statusCode\": 200}\n");
        }

        await MendAsync(diagnosis, "FunctionNotFound");

        // The variable is there and now names an alias that is not.
        diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");
        Codes(diagnosis).ShouldBe(["AliasNotFound /", "PermissionMissing /gone"]);
        await MendAsync(diagnosis, "AliasNotFound");
        await MendAsync(diagnosis, "PermissionMissing");
        diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");
        ((bool)diagnosis["healthy"]!).ShouldBeTrue("the local service keeps policies and holds nobody to them");
        Codes(diagnosis).ShouldBe(["PermissionMissing /"]);
        await MendAsync(diagnosis, "PermissionMissing");

        diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");
        diagnosis.ToJsonString().ShouldBe("""{"healthy":true,"complete":true,"checked":5,"findings":[]}""");
        using var client = new HttpClient();
        foreach (var path in new[] { "", "gone", "away", "local", "broken" })
        {
            using var response = await client.GetAsync(new Uri(host.Gateway, $"/{api}/prod/{path}"));
            ((int)response.StatusCode).ShouldBe(200, path);
        }
    }

    [Fact]
    public async Task Canary_is_examined_with_what_is_its_own()
    {
        await using var host = await HostProcess.StartAsync(_data.Path, await Store.OptionsAsync(store));
        using var control = new ControlClient(host);
        await SampleFunction.CreateAsync(control, "pets");
        await control.PostAsync($"{SampleFunction.Root}/pets/aliases", """{"Name":"live","FunctionVersion":"1"}""");
        var api = await SampleApi.CreateLambdaAsync(control, "twins", "pets:${stageVariables.alias}");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod","variables":{"alias":"live"}}""");
        await SampleApi.DeployAsync(control, api, """{"stageName":"prod","canarySettings":{"percentTraffic":5,"stageVariableOverrides":{"alias":"9"}}}""");

        var diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");

        var finding = diagnosis["findings"]![0]!;
        ((string)finding["code"]!, (string)finding["variant"]!).ShouldBe(("VersionNotFound", "canary"));
        await AwsCli.ShellAsync((string)finding["command"]!, _work.Path);
    }

    [Fact]
    public async Task Certificate_that_cannot_be_used_is_found_and_replaced()
    {
        await Requirements.AwsCliAsync();
        var options = await Store.OptionsAsync(store);
        string api;
        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            api = await SampleApi.CreateMockAsync(control, "certified");
            await SampleApi.DeployAsync(control, api, """{"stageName":"prod"}""");
            var certificate = (string)(await control.PostAsync("/clientcertificates", "{}"))["clientCertificateId"]!;
            await control.PatchAsync($"/restapis/{api}/stages/prod", $$"""{"patchOperations":[{"op":"replace","path":"/clientCertificateId","value":"{{certificate}}"}]}""");
            Codes(await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}")).ShouldBeEmpty();
            (await host.StopAsync("TERM")).ShouldBe(0);
        }

        // With another secret the certificate's key cannot be read.
        File.Delete(Path.Combine(_data.Path, "client-certificates.secret"));
        await using (var host = await HostProcess.StartAsync(_data.Path, options))
        {
            using var control = new ControlClient(host);
            var diagnosis = await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}");
            ((string)diagnosis["findings"]!.AsArray().ShouldHaveSingleItem()!["code"]!).ShouldBe("ClientCertificateUnusable");
            await MendAsync(diagnosis, "ClientCertificateUnusable");
            Codes(await control.PostAsync($"/restapis/{api}/stages/prod/doctor", "{}")).ShouldBeEmpty();
        }
    }

    private static string Lambda(string function) =>
        $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:{{function}}/invocations"}""";

    private static async Task<string> AddAsync(ControlClient control, string api, string root, string name, string integration)
    {
        var resource = (string)(await control.PostAsync($"/restapis/{api}/resources/{root}", $$"""{"pathPart":"{{name}}"}"""))["id"]!;
        var method = $"/restapis/{api}/resources/{resource}/methods/GET";
        await control.PutAsync(method, """{"authorizationType":"NONE"}""");
        await control.PutAsync($"{method}/integration", integration);
        return method;
    }

    private static IEnumerable<string> Codes(JsonObject diagnosis) =>
        diagnosis["findings"]!.AsArray().Select(static finding => $"{(string)finding!["code"]!} {(string?)finding["resourcePath"]}");

    private async Task MendAsync(JsonObject diagnosis, string code, params (string Capitals, string Given)[] given)
    {
        var command = (string)diagnosis["findings"]!.AsArray().Single(finding => (string)finding!["code"]! == code)!["command"]!;
        foreach (var (capitals, value) in given)
        {
            command.ShouldContain(capitals, Case.Sensitive);
            command = command.Replace(capitals, value, StringComparison.Ordinal);
        }

        await AwsCli.ShellAsync(command, _work.Path);
    }
}

public sealed class DoctorTestsOnSqlite() : DoctorTests(StoreKind.Sqlite);

public sealed class DoctorTestsOnDynamoDb() : DoctorTests(StoreKind.DynamoDb);
