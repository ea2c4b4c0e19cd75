using System.Net;
using System.Text.Json.Nodes;
using ControlPlane.Conformance.Hosting;

namespace ControlPlane.Conformance;

/// <summary>A host that other machines can reach, and that knows its callers by their access keys.</summary>
public sealed class AccessKeyTests(KeyedHost running) : IClassFixture<KeyedHost>
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly Uri _control = running.Control;

    [Fact]
    public Task The_AWS_SDK_signs() => NodeScript.RunAsync(
        running.Process,
        "access-keys.mjs",
        ("CONTROL_URL", Plain(running.Control)),
        ("GATEWAY_URL", Plain(running.Gateway)),
        ("ACCESS_KEY_ID", KeyedHost.WriterId),
        ("SECRET_ACCESS_KEY", KeyedHost.WriterSecret),
        ("READER_KEY_ID", KeyedHost.ReaderId),
        ("READER_SECRET", KeyedHost.ReaderSecret));

    [Fact]
    public async Task The_AWS_CLI_signs()
    {
        var api = (string)(await CliAsync("apigateway", "create-rest-api", "--name", "cli"))["id"]!;
        (await CliAsync("lambda", "list-functions"))["Functions"].ShouldNotBeNull();

        (await FailAsync(KeyedHost.WriterId, "wrong-secret-of-some-length", "apigateway", "get-rest-apis")).ShouldContain("(InvalidSignatureException)");
        (await FailAsync("AKIDNOBODY", KeyedHost.WriterSecret, "lambda", "list-functions")).ShouldContain("(UnrecognizedClientException)");
        (await FailAsync(KeyedHost.ReaderId, KeyedHost.ReaderSecret, "apigateway", "create-rest-api", "--name", "no")).ShouldContain("(AccessDeniedException)");
        var read = await RunAsync(KeyedHost.ReaderId, KeyedHost.ReaderSecret, "apigateway", "get-rest-api", "--rest-api-id", api);
        read.ExitCode.ShouldBe(0, read.Error);
    }

    [Fact]
    public async Task Equal_commands_of_one_second_all_count()
    {
        // The CLI signs neither an id nor the number of the attempt: these have equal signatures when they meet in one second.
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CliAsync("apigateway", "create-rest-api", "--name", "twin")));

        made.Select(api => (string)api["id"]!).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Curl_signs_and_cannot_replay()
    {
        var signed = await CurlAsync(
            "--aws-sigv4", "aws:amz:us-east-1:apigateway", "--user", $"{KeyedHost.WriterId}:{KeyedHost.WriterSecret}", "-H", "Content-Type: application/json", "-d", """{"name":"once"}""", "-v", Address("/restapis"));
        signed.Output.ShouldEndWith(" 201");
        var sent = signed.Error.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..].Trim()).ToList();
        string[] again =
        [
            "-H", sent.Single(line => line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)),
            "-H", sent.Single(line => line.StartsWith("X-Amz-Date:", StringComparison.OrdinalIgnoreCase)),
            "-H", "Content-Type: application/json", "-d", """{"name":"once"}""", Address("/restapis"),
        ];

        // Soon after, it could be an honest repetition, which signs again; later it is none.
        (await CurlAsync(again)).Output.ShouldEndWith(" 429");
        await Task.Delay(TimeSpan.FromSeconds(3));
        var replayed = await CurlAsync(again);

        replayed.Output.ShouldBe("""{"message":"The signature was used before. A signature allows one change; sign the request again."} 403""");
        var apis = (JsonArray)(await CliAsync("apigateway", "get-rest-apis", "--query", "{items: items[?name=='once']}"))["items"]!;
        apis.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/restapis")]
    [InlineData("POST", "/restapis")]
    [InlineData("GET", "/no/such/path")]
    [InlineData("GET", "/2015-03-31/functions")]
    [InlineData("POST", "/2015-03-31/functions/f/invocations")]
    [InlineData("DELETE", "/lambda-code/x")]
    [InlineData("OPTIONS", "/restapis")]
    [InlineData("POST", "/ping")]
    public async Task Unsigned_requests_are_refused(string method, string path)
    {
        using var client = new HttpClient();
        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Address(path)));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["MissingAuthenticationTokenException"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Missing Authentication Token"}""");
    }

    [Fact]
    public async Task Anybody_may_ask_whether_it_is_up()
    {
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(running.Control, "/ping"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri(running.Gateway, "/ping"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_history_and_the_log_name_the_caller_and_no_secret()
    {
        var api = (string)(await CliAsync("apigateway", "create-rest-api", "--name", "logged"))["id"]!;
        (await FailAsync(KeyedHost.WriterId, "wrong-secret-of-some-length", "apigateway", "create-rest-api", "--name", "logged")).ShouldNotBeEmpty();
        var signed = await CurlAsync("--aws-sigv4", "aws:amz:us-east-1:apigateway", "--user", $"{KeyedHost.WriterId}:{KeyedHost.WriterSecret}", "-v", Address($"/restapis/{api}"));
        signed.Output.ShouldEndWith(" 200");

        var log = running.Process.Errors;
        log.ShouldContain("arn:aws:iam::123456789012:user/deployer asked for POST /restapis and got 201");
        log.ShouldContain("\"LogLevel\":\"Debug\"");
        var signature = signed.Error[(signed.Error.IndexOf("Signature=", StringComparison.Ordinal) + "Signature=".Length)..][..64];
        foreach (var secret in new[] { KeyedHost.WriterSecret, KeyedHost.ReaderSecret, "wrong-secret", signature, "Signature=" })
        {
            log.ShouldNotContain(secret);
        }
    }

    private static string Plain(Uri url) => url.GetLeftPart(UriPartial.Authority);

    private static Task<CommandResult> CurlAsync(params string[] arguments) =>
        Command.RunAsync("curl", ["-s", "--noproxy", "*", "-w", " %{http_code}", .. arguments], _patience);

    private string Address(string path) => new Uri(_control, path).AbsoluteUri;

    private async Task<JsonObject> CliAsync(params string[] arguments)
    {
        var result = await RunAsync(KeyedHost.WriterId, KeyedHost.WriterSecret, arguments);
        result.ExitCode.ShouldBe(0, result.Error);
        return JsonNode.Parse(result.Output)!.AsObject();
    }

    private async Task<string> FailAsync(string key, string secret, params string[] arguments)
    {
        var result = await RunAsync(key, secret, arguments);
        result.ExitCode.ShouldNotBe(0, result.Output);
        return result.Error;
    }

    private async Task<CommandResult> RunAsync(string key, string secret, params string[] arguments)
    {
        await Requirements.AwsCliAsync();
        var environment = new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = key,
            ["AWS_SECRET_ACCESS_KEY"] = secret,
            ["AWS_DEFAULT_REGION"] = "eu-central-1",
            ["AWS_PAGER"] = "",
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
        return await Command.RunAsync("aws", ["--endpoint-url", Plain(_control), "--output", "json", .. arguments], _patience, environment);
    }
}
