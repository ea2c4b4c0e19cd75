using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Explaining;
using ControlPlane.Lambda.Functions;

namespace ControlPlane.Api.Doctor;

/// <summary>The AWS CLI's commands that mend a stage, with the names of the stage itself.</summary>
/// <param name="stage">The stage.</param>
/// <param name="options">Account and region.</param>
/// <param name="endpoint">Where the control API was asked.</param>
/// <param name="lambda">Where the Lambda service is; null for AWS's own.</param>
internal sealed class MendingCommands(Stage stage, ControlApiOptions options, string endpoint, Uri? lambda)
{
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Behind a Function URL the CLI knows the API by the model it was given: API Gateway's own would sign for another service.
    private readonly string _client = Uri.TryCreate(endpoint, UriKind.Absolute, out var asked) && asked.Host.EndsWith(".on.aws", StringComparison.Ordinal) ? "controlplane" : "apigateway";

    public string SetVariable(string name) => UpdateStage(("replace", $"/variables/{name}", "VALUE"));

    public string ShowNewCertificate()
    {
        var generate = Gateway("generate-client-certificate", "--query", "clientCertificateId", "--output", "text");
        return $"{Gateway("update-stage", "--rest-api-id", stage.RestApiId, "--stage-name", stage.StageName)} --patch-operations \"op=replace,path=/clientCertificateId,value=$({generate})\"";
    }

    public string CreateDocumentationVersion(string version) =>
        Gateway("create-documentation-version", "--rest-api-id", stage.RestApiId, "--documentation-version", version);

    public string Deploy(bool toCanary)
    {
        var deploy = Gateway("create-deployment", "--rest-api-id", stage.RestApiId, "--stage-name", stage.StageName);
        return toCanary && stage.CanarySettings is { } canary ? $"{deploy} --canary-settings {ShellText.Quote(Settings(canary))}" : deploy;
    }

    public string PutIntegration(MethodExplanation method) =>
        OfMethod("put-integration", method, "--type", "HTTP_PROXY", "--integration-http-method", "ANY", "--uri", "http://HOST/PATH");

    public string UpdateIntegration(MethodExplanation method, params (string Op, string Path, string? Value)[] changes) =>
        $"{OfMethod("update-integration", method)} --patch-operations {Patch(changes)}";

    public string UpdateIntegrationResponse(MethodExplanation method, string status, string path, string value) =>
        $"{OfMethod("update-integration-response", method, "--status-code", status)} --patch-operations {Patch(("replace", path, value))}";

    public string PutMethodResponse(MethodExplanation method, string status) => OfMethod("put-method-response", method, "--status-code", status);

    public string PutIntegrationResponse(MethodExplanation method, string status) => OfMethod("put-integration-response", method, "--status-code", status);

    public string UpdateModel(string name) =>
        $"{Gateway("update-model", "--rest-api-id", stage.RestApiId, "--model-name", name)} --patch-operations {Patch(("replace", "/schema", "SCHEMA"))}";

    public string UpdateAuthorizer(string id) =>
        $"{Gateway("update-authorizer", "--rest-api-id", stage.RestApiId, "--authorizer-id", id)} --patch-operations {Patch(("replace", "/authorizerUri", InvocationUri("FUNCTION")))}";

    public string CreateFunction(FunctionName function) => Lambda(
        function,
        "create-function",
        "--function-name", function.Name,
        "--runtime", "python3.12",
        "--handler", "index.handler",
        "--role", $"arn:aws:iam::{options.AccountId}:role/ROLE",
        "--zip-file", "fileb://function.zip");

    public string CreateAlias(FunctionName function) =>
        Lambda(function, "create-alias", "--function-name", function.Unqualified, "--name", function.Qualifier!, "--function-version", FunctionName.Latest);

    public string ListVersions(FunctionName function) => Lambda(function, "list-versions-by-function", "--function-name", function.Unqualified);

    public string ShowFunction(FunctionName function)
    {
        string[] qualifier = function.Qualifier is { } given ? ["--qualifier", given] : [];
        return Lambda(function, ["get-function-configuration", "--function-name", function.Unqualified, .. qualifier]);
    }

    /// <summary>Lets API Gateway call a function for any method of the API.</summary>
    /// <param name="function">The function.</param>
    /// <param name="taken">Ids that statements of its policy have.</param>
    public string AddPermission(FunctionName function, IEnumerable<string> taken)
    {
        var known = taken.ToHashSet(StringComparer.Ordinal);
        var id = $"apigateway-{stage.RestApiId}";
        for (var i = 2; known.Contains(id); i++)
        {
            id = $"apigateway-{stage.RestApiId}-{i}";
        }

        string[] qualifier = function.Qualifier is { } given ? ["--qualifier", given] : [];
        return Lambda(
            function,
            [
                "add-permission", "--function-name", function.Unqualified, .. qualifier, "--statement-id", id, "--action", "lambda:InvokeFunction",
                "--principal", "apigateway.amazonaws.com", "--source-arn", $"arn:aws:execute-api:{options.Region}:{options.AccountId}:{stage.RestApiId}/*",
            ]);
    }

    /// <summary>The integration URI of a function.</summary>
    public string InvocationUri(string function) =>
        $"arn:aws:apigateway:{options.Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{options.Region}:{options.AccountId}:function:{function}/invocations";

    private static string Settings(CanarySettings canary) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("percentTraffic", canary.PercentTraffic);
        writer.WriteStartObject("stageVariableOverrides");
        foreach (var (name, value) in canary.StageVariableOverrides)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("useStageCache", canary.UseStageCache);
        writer.WriteEndObject();
    });

    // As JSON: the short notation would take commas in values for its own.
    private static string Patch(params (string Op, string Path, string? Value)[] changes) => ShellText.Quote(Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var (op, path, value) in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("op", op);
            writer.WriteString("path", path);
            if (value is not null)
            {
                writer.WriteString("value", value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, _readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(ShellText.Quote));

    private string UpdateStage(params (string Op, string Path, string? Value)[] changes) =>
        $"{Gateway("update-stage", "--rest-api-id", stage.RestApiId, "--stage-name", stage.StageName)} --patch-operations {Patch(changes)}";

    private string OfMethod(string operation, MethodExplanation method, params string[] more) => Gateway(
        operation, ["--rest-api-id", stage.RestApiId, "--resource-id", method.ResourceId, "--http-method", method.Method.HttpMethod, .. more]);

    private string Gateway(string operation, params string[] words) =>
        Line(["aws", _client, operation, "--endpoint-url", endpoint, "--region", options.Region, .. words]);

    private string Lambda(FunctionName function, params string[] words)
    {
        string[] address = lambda is null ? [] : ["--endpoint-url", lambda.GetLeftPart(UriPartial.Path).TrimEnd('/')];
        return Line(["aws", "lambda", words[0], .. address, "--region", function.Region ?? options.Region, .. words[1..]]);
    }
}
