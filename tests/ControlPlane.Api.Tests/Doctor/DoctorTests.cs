using System.Text.Json.Nodes;
using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Storage.Items;

namespace ControlPlane.Api.Tests.Doctor;

public sealed class DoctorTests : ApiTest
{
    private const string Arn = "arn:aws:lambda:us-east-1:123456789012:function:";

    private protected override ControlApiOptions Options => new() { KeyProtection = new KeyProtection(new string('s', 32)) };

    [Fact]
    public async Task Doctor_OfAStageThatLacksNothing_IsShort()
    {
        var (api, _, _) = await CreateApiAsync();
        await RespondAsync(api);
        await DeployAsync(api, """{"stageName":"prod"}""");

        (await App.PostAsync($"{api}/stages/prod/doctor")).ShouldBe(200, """{"healthy":true,"complete":true,"checked":1,"findings":[]}""");
    }

    [Fact]
    public async Task Doctor_OfAMissingFunction_TellsWhereAndHow()
    {
        var (api, _, _) = await CreateLambdaAsync($"{Arn}missing");
        await DeployAsync(api, """{"stageName":"prod"}""");

        var diagnosis = (await App.PostAsync($"{api}/stages/prod/doctor")).Json;
        diagnosis["findings"]![0]!["command"]!.GetValue<string>().ShouldBe(
            "aws lambda create-function --endpoint-url http://127.0.0.1:4000 --region us-east-1 --function-name missing --runtime python3.12 --handler index.handler --role arn:aws:iam::123456789012:role/ROLE --zip-file fileb://function.zip");
        diagnosis["findings"]![0]!.AsObject().Remove("command");
        diagnosis.ToJsonString().ShouldBe(
            """{"healthy":false,"complete":true,"checked":1,"findings":[{"severity":"ERROR","code":"FunctionNotFound","variant":"base","httpMethod":"GET","resourcePath":"/","routes":1,"message":"The function arn:aws:lambda:us-east-1:123456789012:function:missing does not exist: the answer is 500. function.zip and ROLE are for you to provide."}]}""");
    }

    [Theory]
    [InlineData("none", "ERROR", "AliasNotFound", "aws lambda create-alias --endpoint-url http://127.0.0.1:4000 --region us-east-1 --function-name arn:aws:lambda:us-east-1:123456789012:function:pets --name none --function-version '$LATEST'")]
    [InlineData("secret", "WARNING", "FunctionNotLookedUp", null)]
    [InlineData("away", "WARNING", "FunctionNotLookedUp", null)]
    [InlineData("forbidden", "ERROR", "InvocationForbidden", null)]
    public async Task Doctor_OfAFunctionThatCannotBeCalled_SaysWhy(string alias, string severity, string code, string? command)
    {
        var (api, _, _) = await CreateLambdaAsync($"{Arn}pets:{alias}");
        await DeployAsync(api, """{"stageName":"prod"}""");

        var finding = (await FindingsAsync(api))[0];
        (Text(finding, "severity"), Text(finding, "code"), Text(finding, "command")).ShouldBe((severity, code, command));
    }

    [Fact]
    public async Task Doctor_OfAMissingPermission_WarnsAndGrantsItUnderAFreeId()
    {
        var (api, id, root) = await CreateLambdaAsync($"{Arn}pets:open");
        var pets = (await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"pets"}"""))["id"];
        var pet = (await App.PostAsync($"{api}/resources/{pets}", """{"pathPart":"{id}"}"""))["id"];
        await IntegrateAsync($"{api}/resources/{pet}/methods/ANY", $"{Arn}pets:open");
        await DeployAsync(api, """{"stageName":"prod"}""");

        // The statement that is there is for what is below /pets.
        var finding = (await FindingsAsync(api)).ShouldHaveSingleItem();
        (Text(finding, "severity"), Text(finding, "code"), Text(finding, "resourcePath")).ShouldBe(("WARNING", "PermissionMissing", "/"));
        Text(finding, "command").ShouldBe(
            $"aws lambda add-permission --endpoint-url http://127.0.0.1:4000 --region us-east-1 --function-name {Arn}pets --qualifier open --statement-id apigateway-{id} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn 'arn:aws:execute-api:us-east-1:123456789012:{id}/*'");
    }

    [Fact]
    public async Task Doctor_OfACanary_TellsItsFindingsApart_AndTheSameOfManyRoutesOnce()
    {
        var (api, id, root) = await CreateLambdaAsync($"{Arn}pets:${{stageVariables.alias}}");
        var pets = (await App.PostAsync($"{api}/resources/{root}", """{"pathPart":"pets"}"""))["id"];
        await IntegrateAsync($"{api}/resources/{pets}/methods/POST", $"{Arn}pets:${{stageVariables.alias}}");
        await DeployAsync(api, """{"stageName":"prod"}""");
        await DeployAsync(api, """{"stageName":"prod","canarySettings":{"percentTraffic":0,"stageVariableOverrides":{"alias":"none"}}}""");

        var reply = await App.PostAsync($"{api}/stages/prod/doctor");
        reply.Json["checked"]!.GetValue<int>().ShouldBe(4);
        var findings = reply.Json["findings"]!.AsArray().Select(finding => finding!).ToList();
        findings.Select(finding => (Text(finding, "variant"), Text(finding, "code"), finding["routes"]!.GetValue<int>()))
            .ShouldBe([("base", "VariableNotSet", 2), ("canary", "AliasNotFound", 2)]);
        Text(findings[0], "message").ShouldBe("The stage variable alias is not set; it is read in /uri.");
        Text(findings[0], "command").ShouldBe(
            $"aws apigateway update-stage --endpoint-url {Control} --region us-east-1 --rest-api-id {id} --stage-name prod --patch-operations '[{{\"op\":\"replace\",\"path\":\"/variables/alias\",\"value\":\"VALUE\"}}]'");
    }

    [Fact]
    public async Task Doctor_OfTemplatesResponsesAndModels_NamesEachWithItsPlace()
    {
        var (api, id, root) = await CreateApiAsync();
        var method = $"{api}/resources/{root}/methods/GET";
        (await App.PutAsync($"{method}/integration", """{"type":"MOCK","requestTemplates":{"application/json":"#if($x","text/plain":"$stageVariables.unset"}}""")).ShouldSucceed();
        (await App.PutAsync($"{method}/responses/201")).ShouldSucceed();
        (await App.PutAsync($"{method}/integration/responses/201", """{"selectionPattern":"(","responseTemplates":{"text/plain":"#end"}}""")).ShouldSucceed();
        (await App.DeleteAsync($"{method}/responses/201")).ShouldSucceed();
        (await App.PostAsync($"{api}/models", """{"name":"Pet","contentType":"application/json","schema":"{\"$ref\":\"#/definitions/none\"}"}""")).ShouldSucceed();
        var validator = (await App.PostAsync($"{api}/requestvalidators", """{"name":"all","validateRequestBody":true}"""))["id"];
        (await App.PatchAsync(method, $"replace /requestValidatorId {validator}", "add /requestModels/application~1json Pet")).ShouldSucceed();
        await DeployAsync(api, """{"stageName":"prod"}""");

        var findings = await FindingsAsync(api);
        findings.Select(finding => $"{Text(finding, "severity")} {Text(finding, "code")}").ShouldBe(
            ["ERROR TemplateInvalid", "ERROR TemplateInvalid", "ERROR ResponseNotDeclared", "ERROR PatternInvalid", "ERROR ModelInvalid", "WARNING VariableNotSet"], ignoreOrder: true);
        var deploy = $" && aws apigateway create-deployment --endpoint-url {Control} --region us-east-1 --rest-api-id {id} --stage-name prod";
        var ofMethod = $"--endpoint-url {Control} --region us-east-1 --rest-api-id {id} --resource-id {root} --http-method GET";
        findings.Select(finding => Text(finding, "command")).ShouldBe(
        [
            $"aws apigateway update-integration {ofMethod} --patch-operations '[{{\"op\":\"replace\",\"path\":\"/requestTemplates/application~1json\",\"value\":\"TEMPLATE\"}}]'{deploy}",
            $"aws apigateway update-integration-response {ofMethod} --status-code 201 --patch-operations '[{{\"op\":\"replace\",\"path\":\"/responseTemplates/text~1plain\",\"value\":\"TEMPLATE\"}}]'{deploy}",
            $"aws apigateway put-method-response {ofMethod} --status-code 201{deploy}",
            $"aws apigateway update-integration-response {ofMethod} --status-code 201 --patch-operations '[{{\"op\":\"replace\",\"path\":\"/selectionPattern\",\"value\":\"PATTERN\"}}]'{deploy}",
            $"aws apigateway update-model --endpoint-url {Control} --region us-east-1 --rest-api-id {id} --model-name Pet --patch-operations '[{{\"op\":\"replace\",\"path\":\"/schema\",\"value\":\"SCHEMA\"}}]'{deploy}",
            $"aws apigateway update-stage --endpoint-url {Control} --region us-east-1 --rest-api-id {id} --stage-name prod --patch-operations '[{{\"op\":\"replace\",\"path\":\"/variables/unset\",\"value\":\"VALUE\"}}]'",
        ], ignoreOrder: true);

        // Explaining says the same of the model.
        var explained = await App.PostAsync($"{api}/stages/prod/explain");
        explained.Json["variants"]![0]!["problems"]!.AsArray().ShouldContain(problem => problem!.GetValue<string>().EndsWith("(model Pet): the answer is 500 to bodies that are held to it."));
    }

    [Theory]
    [InlineData("http://nowhere.invalid/x", "HostNotResolved")]
    [InlineData("http://127.0.0.1:8080/x", null)]
    [InlineData("http://[::1]:8080/x", null)]
    [InlineData("http://{id}.invalid/x", null)]
    public async Task Doctor_OfAnHttpBackend_ResolvesItsHost(string uri, string? code)
    {
        var (api, _, root) = await CreateApiAsync();
        (await App.PutAsync(
            $"{api}/resources/{root}/methods/GET/integration",
            $$"""{"type":"HTTP_PROXY","httpMethod":"GET","uri":"{{uri}}","requestParameters":{"integration.request.path.id":"'a'"} }""")).ShouldSucceed();
        await DeployAsync(api, """{"stageName":"prod"}""");

        (await FindingsAsync(api)).Select(finding => Text(finding, "code")).SingleOrDefault().ShouldBe(code);
    }

    [Theory]
    [InlineData("missing", "FunctionNotFound")]
    [InlineData("pets", "PermissionMissing")]
    public async Task Doctor_OfAnAuthorizer_LooksAtItsFunction(string function, string code)
    {
        var (api, _, root) = await CreateApiAsync();
        await RespondAsync(api);
        var authorizer = (await App.PostAsync(
            $"{api}/authorizers",
            $$"""{"name":"a","type":"TOKEN","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{Arn}}{{function}}/invocations","identitySource":"method.request.header.Authorization"}""")).ShouldSucceed()["id"];
        (await App.PatchAsync($"{api}/resources/{root}/methods/GET", "replace /authorizationType CUSTOM", $"replace /authorizerId {authorizer}")).ShouldSucceed();
        await DeployAsync(api, """{"stageName":"prod"}""");

        Text((await FindingsAsync(api)).ShouldHaveSingleItem(), "code").ShouldBe(code);
    }

    [Fact]
    public async Task Doctor_OfTheStageItself_FindsExpiredCertificatesAndLostDocumentation()
    {
        var (api, id, _) = await CreateApiAsync();
        await RespondAsync(api);
        await DeployAsync(api, """{"stageName":"prod"}""");
        var certificate = (await App.PostAsync("/clientcertificates"))["clientCertificateId"];
        (await App.PostAsync($"{api}/documentation/versions", """{"documentationVersion":"1"}""")).ShouldSucceed();
        (await App.PatchAsync(
            $"{api}/stages/prod",
            $"replace /clientCertificateId {certificate}",
            "replace /documentationVersion 1",
            "replace /accessLogSettings/destinationArn arn:aws:logs:us-east-1:123456789012:log-group:access",
            "replace /accessLogSettings/format $context.requestId")).ShouldSucceed();
        (await FindingsAsync(api)).Select(finding => Text(finding, "code")).ShouldBe(["AccessLogNotLookedUp"]);

        App.Clock.Now += TimeSpan.FromDays(366);
        (await App.Store.DeleteAsync(new ItemKey($"API#{id}", "DOCUMENTATION#VERSION#1"), PutCondition.None)).ShouldBeTrue();

        var findings = await FindingsAsync(api);
        findings.Select(finding => Text(finding, "code")).ShouldBe(["ClientCertificateUnusable", "DocumentationVersionNotFound", "AccessLogNotLookedUp"]);
        Text(findings[0], "message")!.ShouldContain($"The client certificate {certificate} has expired on ");
        Text(findings[0], "command").ShouldBe(
            $"aws apigateway update-stage --endpoint-url {Control} --region us-east-1 --rest-api-id {id} --stage-name prod --patch-operations \"op=replace,path=/clientCertificateId,value=$(aws apigateway generate-client-certificate --endpoint-url {Control} --region us-east-1 --query clientCertificateId --output text)\"");

        (await App.Store.DeleteAsync(new ItemKey("CLIENTCERTIFICATES", certificate), PutCondition.None)).ShouldBeTrue();
        Text((await FindingsAsync(api))[0], "code").ShouldBe("ClientCertificateUnusable");
    }

    [Fact]
    public async Task Doctor_Unknown_IsNotFound()
    {
        var (api, _, _) = await CreateApiAsync();
        (await App.PostAsync($"{api}/stages/none/doctor")).Status.ShouldBe(404);
        (await App.PostAsync("/restapis/none000000/stages/prod/doctor"))["message"].ShouldStartWith("Invalid API identifier specified");
    }

    private string Control => App.Address.GetLeftPart(UriPartial.Authority);

    private static string? Text(JsonNode finding, string name) => finding[name]?.GetValue<string>();

    private async Task<List<JsonNode>> FindingsAsync(string api)
    {
        var reply = await App.PostAsync($"{api}/stages/prod/doctor");
        reply.Status.ShouldBe(200, reply.Body);
        return [.. reply.Json["findings"]!.AsArray().Select(finding => finding!)];
    }

    /// <summary>Gives the sample's mock a response.</summary>
    private async Task RespondAsync(string api)
    {
        var method = $"{api}/resources/{(await App.GetAsync(api))["rootResourceId"]}/methods/GET";
        (await App.PutAsync($"{method}/responses/200")).ShouldSucceed();
        (await App.PutAsync($"{method}/integration/responses/200")).ShouldSucceed();
    }

    private async Task<(string Path, string Id, string Root)> CreateLambdaAsync(string function)
    {
        var created = await CreateApiAsync();
        await IntegrateAsync($"{created.Path}/resources/{created.Root}/methods/GET", function);
        return created;
    }

    private async Task IntegrateAsync(string method, string function)
    {
        await App.PutAsync(method, """{"authorizationType":"NONE"}""");
        (await App.PutAsync(
            $"{method}/integration",
            $$"""{"type":"AWS_PROXY","httpMethod":"POST","uri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{function}}/invocations"}""")).ShouldSucceed();
    }
}
