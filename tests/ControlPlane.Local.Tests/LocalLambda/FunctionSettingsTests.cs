using System.Net;
using System.Text.Json.Nodes;

namespace ControlPlane.Local.Tests.LocalLambda;

public sealed class FunctionSettingsTests : IAsyncLifetime
{
    private LambdaApp _app = null!;

    public async Task InitializeAsync() => _app = await LambdaApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("""{"Timeout":0}""", "1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("""{"Timeout":901}""", "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900")]
    [InlineData("""{"MemorySize":127}""", "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128")]
    [InlineData("""{"Role":"r"}""", "1 validation error detected: Value 'r' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")]
    [InlineData("""{"Role":null,"Timeout":0}""", "2 validation errors detected: Value null at 'role' failed to satisfy constraint: Member must not be null; Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("""{"Architectures":["mips"]}""", "1 validation error detected: Value 'mips' at 'architectures' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]")]
    public async Task Rejects_values_out_of_bounds(string change, string message) =>
        (await CreateAsync(change)).ShouldFail(HttpStatusCode.BadRequest, "ValidationException", message.Replace("\\\\", "\\", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"Runtime":null}""", "Runtime and Handler are mandatory parameters for functions created with deployment packages.")]
    [InlineData("""{"Environment":{"Variables":{"AWS_REGION":"x"}}}""", "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION")]
    [InlineData("""{"Code":{}}""", "Please provide a source for function code.")]
    [InlineData("""{"Code":{"ZipFile":"no base64!"}}""", "Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("""{"Code":{"ZipFile":"bm8gemlw"}}""", "Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("""{"Code":{"S3Bucket":"b","S3Key":"k"}}""", "Code in S3 is not supported by this Lambda service: send it as ZipFile.")]
    public async Task Rejects_what_cannot_be(string change, string message) =>
        (await CreateAsync(change)).ShouldFail(HttpStatusCode.BadRequest, "InvalidParameterValueException", message);

    [Theory]
    [InlineData("python3.99")]
    [InlineData("cobol")]
    public async Task Rejects_runtimes_nobody_has(string runtime)
    {
        var answer = await CreateAsync($$"""{"Runtime":"{{runtime}}"}""");

        answer.ShouldBe(HttpStatusCode.BadRequest).Header("x-amzn-ErrorType").ShouldBe("InvalidParameterValueException");
        answer["message"].ShouldStartWith($"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [");
        answer["message"].ShouldEndWith("] or be a valid ARN");
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("a/b")]
    [InlineData("x:y:z:")]
    [InlineData("")]
    [InlineData("ends\n")]
    public async Task Rejects_hostile_names(string name)
    {
        var answer = await _app.CreateAsync(name, "python3.12", "app.handler", Package.Python("x = 1"));

        answer.ShouldBe(HttpStatusCode.BadRequest).Header("x-amzn-ErrorType").ShouldBe("ValidationException");
    }

    [Fact]
    public async Task Rejects_names_and_variables_that_are_too_long()
    {
        (await _app.CreateAsync(new string('a', 64), "python3.12", "app.handler", Package.Python("x = 1"))).ShouldBe(HttpStatusCode.Created);
        (await _app.CreateAsync(new string('a', 65), "python3.12", "app.handler", Package.Python("x = 1"))).ShouldBe(HttpStatusCode.BadRequest);
        (await CreateAsync($$"""{"Environment":{"Variables":{"AB":"{{new string('x', 4095)}}" } } }"""))["message"].ShouldContain("exceeded the 4KB limit");
    }

    private Task<Answer> CreateAsync(string change) => _app.CreateAsync("f", "python3.12", "app.handler", Package.Python("x = 1"), body =>
    {
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject().ToList())
        {
            body[name] = value?.DeepClone();
        }
    });
}
