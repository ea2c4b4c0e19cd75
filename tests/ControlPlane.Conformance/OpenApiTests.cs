using System.Diagnostics;
using System.Net;
using System.Text;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>The AWS CLI imports a document, deploys, exports and imports the export: both APIs answer alike.</summary>
public abstract class OpenApiTests(RunningHost running) : IDisposable
{
    private static readonly string[] _asked = ["/hello?name=Ann", "/items/7", "/items/7/more/of/it?x=1", "/nothing"];

    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("oas30", "application/yaml")]
    [InlineData("swagger", "application/json")]
    public async Task An_export_makes_an_API_that_answers_alike(string type, string accept)
    {
        await Requirements.AwsCliAsync();
        using var backend = new Backend();
        File.WriteAllText(Path.Combine(_folder.Path, "api.yaml"), Document(backend.Address));
        var output = await RunAsync($$"""
            api=$(apigateway import-rest-api --body fileb://api.yaml --parameters basepath=prepend,endpointConfigurationTypes=REGIONAL --query id)
            apigateway create-documentation-version --rest-api-id $api --documentation-version v1 > /dev/null
            apigateway create-deployment --rest-api-id $api --stage-name prod --variables colour=blue > /dev/null
            apigateway update-stage --rest-api-id $api --stage-name prod --patch-operations op=replace,path=/documentationVersion,value=v1 > /dev/null
            apigateway get-export --rest-api-id $api --stage-name prod --export-type {{type}} --accepts {{accept}} \
                --parameters '{"extensions": "integrations,documentation"}' export.txt --query '[contentType,contentDisposition]'
            copy=$(apigateway import-rest-api --fail-on-warnings --body fileb://export.txt --query id)
            apigateway create-deployment --rest-api-id $copy --stage-name prod --variables colour=blue > /dev/null
            apigateway get-documentation-parts --rest-api-id $copy --query 'items[].properties'
            echo $api $copy
            """);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe($"application/octet-stream\tattachment; filename=\"{type}_1.0.{(accept.EndsWith("yaml", StringComparison.Ordinal) ? "yaml" : "json")}\"");
        lines[1].ShouldBe("""{"description":"Greets"}""");
        var ids = lines[2].Split(' ');
        var first = await AskAsync(ids[0]);
        first[0].ShouldBe("200 {\"hello\": \"Ann\", \"colour\": \"blue\"} from mock");
        first[1].ShouldBe("200 GET /backend/items/7?colour=blue ");
        first[2].ShouldBe("200 GET /backend/all/more/of/it?x=1 ");
        first[3].ShouldStartWith("403");
        (await AskAsync(ids[1])).ShouldBe(first);
    }

    [Fact]
    public async Task Overwriting_changes_what_is_deployed_next()
    {
        await Requirements.AwsCliAsync();
        using var backend = new Backend();
        var document = Document(backend.Address);
        File.WriteAllText(Path.Combine(_folder.Path, "api.yaml"), document);
        File.WriteAllText(Path.Combine(_folder.Path, "next.yaml"), document.Replace("hello", "goodbye", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder.Path, "bad.yaml"), document.Replace("type: mock", "type: mocked", StringComparison.Ordinal));
        var output = await RunAsync("""
            api=$(apigateway import-rest-api --body fileb://api.yaml --parameters basepath=prepend --query id)
            id() { apigateway get-resources --rest-api-id $api --query "items[?path=='/v1/items/{id}'].id"; }
            before=$(id)
            apigateway put-rest-api --rest-api-id $api --mode overwrite --body fileb://bad.yaml --parameters basepath=prepend 2>&1 || true
            apigateway put-rest-api --rest-api-id $api --mode overwrite --body fileb://next.yaml --parameters basepath=prepend --query name
            [ "$before" = "$(id)" ] && echo same
            apigateway create-deployment --rest-api-id $api --stage-name prod --variables colour=red > /dev/null
            apigateway put-rest-api --rest-api-id $api --mode merge --body fileb://api.yaml --parameters basepath=prepend > /dev/null
            apigateway get-resources --rest-api-id $api --query 'sort(items[].path)'
            echo $api
            """);

        output.ShouldContain("An error occurred (BadRequestException) when calling the PutRestApi operation: Errors found during import:\n\tInvalid value 'mocked' specified for 'type'.");
        output.ShouldContain("(at #/paths/~1hello/get/x-amazon-apigateway-integration/type)");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[^4..^1].ShouldBe(["Greetings", "same", "/\t/v1\t/v1/goodbye\t/v1/hello\t/v1/items\t/v1/items/{id}\t/v1/items/{id}/{rest+}"]);
        var answers = await AskAsync(lines[^1]);
        answers[0].ShouldStartWith("403");
        (await GetAsync(lines[^1], "/goodbye?name=Ann")).ShouldBe("200 {\"goodbye\": \"Ann\", \"colour\": \"red\"} from mock");
    }

    [Fact]
    public async Task Three_hundred_operations_are_imported_within_patience()
    {
        using var control = new ControlClient(running.Process);
        var paths = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""
            "/p{{i}}":{"get":{{Operation(i)}},"post":{{Operation(i)}}}
            """));
        var schemas = string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""
            "M{{i}}":{"type":"object","properties":{"name":{"type":"string","maxLength":{{i}} } } }
            """));
        var document = """{"openapi":"3.0.1","info":{"title":"many","version":"1"},"paths":{""" + paths + """},"components":{"schemas":{""" + schemas + "}}}";
        await control.PostAsync("/restapis?mode=import", document);
        var watch = Stopwatch.StartNew();
        var api = await control.PostAsync("/restapis?mode=import", document);
        watch.Stop();
        await control.PostAsync($"/restapis/{api["id"]}/deployments", """{"stageName":"prod"}""");

        (await GetAsync((string)api["id"]!, "/p149", "")).ShouldStartWith("200");
        Console.WriteLine($"{GetType().Name}: 300 operations, {document.Length} bytes, imported in {watch.ElapsedMilliseconds} ms");

        static string Operation(int i) => """
            {"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/MNUMBER"}}}},"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/MNUMBER"}}}}},
             "x-amazon-apigateway-integration":{"type":"mock","requestTemplates":{"application/json":"{\"statusCode\": 200}"},"responses":{"default":{"statusCode":"200"}}}}
            """.Replace("NUMBER", $"{i}", StringComparison.Ordinal);
    }

    private static string Document(string backend) => """
        openapi: 3.0.1
        info: { title: Greetings, version: 1.0 }
        servers: [ { url: https://example.com/v1 } ]
        paths:
          /hello:
            get:
              parameters: [ { name: name, in: query, schema: { type: string } } ]
              responses:
                200:
                  description: fine
                  headers: { X-From: { schema: { type: string } } }
                  content: { application/json: { schema: { $ref: "#/components/schemas/Greeting" } } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses:
                  default:
                    statusCode: 200
                    responseParameters: { method.response.header.X-From: "'mock'" }
                    responseTemplates:
                      application/json: >-
                        {"hello": "$input.params('name')", "colour": "$stageVariables.colour"}
          /items/{id}:
            get:
              parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
              responses: { 200: { description: fine } }
              x-amazon-apigateway-integration:
                type: http
                httpMethod: GET
                uri: BACKEND/items/{id}
                requestParameters:
                  integration.request.path.id: method.request.path.id
                  integration.request.querystring.colour: stageVariables.colour
                responses: { default: { statusCode: 200 } }
          /items/{id}/{rest+}:
            x-amazon-apigateway-any-method:
              parameters:
                - { name: id, in: path, required: true, schema: { type: string } }
                - { name: rest, in: path, required: true, schema: { type: string } }
              responses: {}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: ANY
                uri: BACKEND/all/{rest}
                requestParameters: { integration.request.path.rest: method.request.path.rest }
        components:
          schemas:
            Greeting: { type: object, properties: { hello: { type: string } } }
        x-amazon-apigateway-documentation:
          documentationParts:
            - { location: { type: METHOD, path: /hello, method: GET }, properties: { description: Greets } }
        """.Replace("BACKEND", backend, StringComparison.Ordinal);

    private async Task<List<string>> AskAsync(string api)
    {
        var answers = new List<string>();
        foreach (var path in _asked)
        {
            answers.Add(await GetAsync(api, path));
        }

        return answers;
    }

    private async Task<string> GetAsync(string api, string path, string basePath = "/v1")
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(running.Process.Gateway, $"/{api}/prod{basePath}{path}"));
        var from = response.Headers.TryGetValues("X-From", out var values) ? $"from {values.Single()}" : "";
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()} {from}";
    }

    private async Task<string> RunAsync(string commands)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "ci",
            ["AWS_SECRET_ACCESS_KEY"] = "ci",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_PAGER"] = "",
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
        var script = $$"""
            set -euo pipefail
            apigateway() { aws apigateway --endpoint-url {{running.Process.Control}} --output text "$@"; }
            {{commands}}
            """;
        var result = await Command.RunAsync("bash", ["-c", script], TimeSpan.FromMinutes(3), environment, _folder.Path);
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        return result.Output;
    }

    /// <summary>Answers with what it was asked.</summary>
    private sealed class Backend : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Backend()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/backend";
            }

            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.OutputStream.Write(Encoding.UTF8.GetBytes($"{context.Request.HttpMethod} {context.Request.RawUrl}"));
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}

public sealed class OpenApiTestsOnSqlite(SqliteHost host) : OpenApiTests(host), IClassFixture<SqliteHost>;

public sealed class OpenApiTestsOnDynamoDb(DynamoDbHost host) : OpenApiTests(host), IClassFixture<DynamoDbHost>;
