using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ControlPlane.Conformance.Hosting;
using Xunit.Abstractions;

namespace ControlPlane.Conformance;

public sealed class HostTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("TERM", StoreKind.Sqlite)]
    [InlineData("INT", StoreKind.Sqlite)]
    [InlineData("TERM", StoreKind.DynamoDb)]
    public async Task Stops_cleanly_on_a_signal(string signal, StoreKind store)
    {
        var options = await Store.OptionsAsync(store);
        var started = Stopwatch.StartNew();
        await using var host = await HostProcess.StartAsync(_data.Path, options);
        output.WriteLine($"Ready after {started.ElapsedMilliseconds} ms.");
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(host.Control, "/ping"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(new Uri(host.Gateway, "/ping"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await host.StopAsync(signal)).ShouldBe(0);

        await FunctionProcesses.ShouldEndAsync(_data.Path);
        host.Errors.ShouldNotContain("Unhandled exception");
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--control-url", "nonsense")]
    [InlineData("--control-url", "https://127.0.0.1:4000")]
    [InlineData("--gateway-url", "http://127.0.0.1:4001/path")]
    [InlineData("--gateway-url")]
    [InlineData("--account", "12")]
    [InlineData("--region", "US East")]
    [InlineData("--data", "")]
    [InlineData("--data", "/dev/null")]
    [InlineData("--quota", "RestApis=none")]
    [InlineData("--quota", "Apis=5")]
    [InlineData("--log-format", "xml")]
    [InlineData("--log-level", "TRACE")]
    [InlineData("--log-level", "")]
    [InlineData("--lambda-url", "ftp://127.0.0.1")]
    [InlineData("--store", "files")]
    [InlineData("--store", "dynamodb")]
    [InlineData("--table", "config")]
    [InlineData("--table", "x", "--store", "dynamodb")]
    [InlineData("--dynamodb-url", "http://127.0.0.1:8000")]
    [InlineData("--dynamodb-url", "nonsense", "--store", "dynamodb", "--table", "config")]
    [InlineData("--create-table")]
    public Task Refuses_a_bad_option_in_one_line(params string[] options) => ShouldRefuseAsync(options[0], options);

    [Theory]
    [InlineData("--control-url", "http://0.0.0.0:0")]
    [InlineData("--gateway-url", "http://0.0.0.0:0")]
    [InlineData("--gateway-url", "http://[::]:0")]
    [InlineData("--control-url", "http://192.0.2.1:4000")]
    [InlineData("--control-url", "http://example.com:4000")]
    public async Task Refuses_addresses_that_others_can_reach(string option, string address) =>
        (await ShouldRefuseAsync(option, [option, address])).ShouldContain("loopback");

    [Theory]
    [InlineData("--control-url", "--gateway-url")]
    [InlineData("--gateway-url", "--control-url")]
    public async Task Refuses_an_address_in_use(string option, string other)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";

        (await ShouldRefuseAsync(option, [option, address, other, "http://127.0.0.1:0"])).ShouldContain(address);
    }

    [Fact]
    public async Task Refuses_a_data_folder_in_use()
    {
        await using var first = await HostProcess.StartAsync(_data.Path);

        var error = await ShouldRefuseAsync("--data", ["--control-url", "http://127.0.0.1:0", "--gateway-url", "http://127.0.0.1:0", "--data", _data.Path]);

        error.ShouldContain(_data.Path);
    }

    [Fact]
    public async Task Refuses_a_table_that_is_not_there_and_creates_none_unasked()
    {
        string[] options = ["--store", "dynamodb", "--table", Dynalite.NewTableName(), "--dynamodb-url", (await Dynalite.UrlAsync()).ToString()];

        (await ShouldRefuseAsync("table", options)).ShouldContain("is not there: create it");
        (await ShouldRefuseAsync("table", options)).ShouldContain("is not there: create it");
    }

    [Fact]
    public async Task Takes_the_endpoint_that_AWS_tools_take()
    {
        var environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL_DYNAMODB"] = (await Dynalite.UrlAsync()).ToString() };

        (await ShouldRefuseAsync("table", ["--store", "dynamodb", "--table", Dynalite.NewTableName()], environment)).ShouldContain("is not there: create it");
    }

    [Fact]
    public async Task Refuses_a_DynamoDB_that_does_not_answer() =>
        (await ShouldRefuseAsync("DynamoDB", ["--store", "dynamodb", "--table", "config", "--dynamodb-url", "http://127.0.0.1:1"])).ShouldContain("cannot be reached");

    [Theory]
    [InlineData("No AWS region is known for DynamoDB: set AWS_REGION, or --region of the local host.")]
    [InlineData("No AWS credentials were found for DynamoDB: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile with AWS_PROFILE, or give the machine a role.", "--region", "eu-west-1")]
    public async Task Refuses_DynamoDB_on_AWS_without_knowing_how(string message, params string[] region)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_REGION"] = "",
            ["AWS_DEFAULT_REGION"] = "",
            ["AWS_ACCESS_KEY_ID"] = "",
            ["AWS_PROFILE"] = "",
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "",
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = "",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = "",
        };

        (await ShouldRefuseAsync("AWS", ["--store", "dynamodb", "--table", "config", .. region], environment)).ShouldBe($"controlplane: {message}");
    }

    [Fact]
    public async Task Says_its_options()
    {
        var help = await HostProcess.RunToEndAsync("--help");

        help.ExitCode.ShouldBe(0);
        foreach (var option in new[] { "--control-url", "--gateway-url", "--data", "--lambda-url", "--account", "--region", "--quota", "--log-format", "--store", "--table", "--dynamodb-url", "--create-table", "--log-level" })
        {
            help.Output.ShouldContain(option);
        }
    }

    private async Task<string> ShouldRefuseAsync(string named, string[] options, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all = options.Contains("--data") ? options : ["--data", _data.Path, .. options];
        var result = await HostProcess.RunToEndAsync(all, environment);
        result.ExitCode.ShouldBe(2, result.Error);
        result.Output.ShouldBeEmpty();
        var line = result.Error.TrimEnd('\n');
        line.ShouldNotContain("\n");
        line.ShouldStartWith("controlplane: ");
        line.ShouldContain(named);
        return line;
    }
}
