using System.Text.Json;
using System.Xml.Linq;
using ControlPlane.Gateway.Mapping;
using ControlPlane.Gateway.Responses;

namespace ControlPlane.Gateway.Tests.Logging.AccessLogs;

/// <summary>Formats as API Gateway's guide shows them, and what values do to them.</summary>
public sealed class AccessLogFormatTests
{
    private const string Hostile = "a\"b\\c\r\nforged, <x> & 'y'\t\u0001\u0085\u2028\u007f €🔑";

    [Theory]
    [InlineData(
        """$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId""",
        """192.0.2.1 - - [TIME]"GET /pets/{id} HTTP/1.1" 200 1234 ID EXTENDED""")]
    [InlineData(
        """{ "requestId":"$context.requestId", "extendedRequestId":"$context.extendedRequestId","ip": "$context.identity.sourceIp", "caller":"$context.identity.caller", "user":"$context.identity.user", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod", "resourcePath":"$context.resourcePath", "status":"$context.status", "protocol":"$context.protocol", "responseLength":"$context.responseLength" }""",
        """{ "requestId":"ID", "extendedRequestId":"EXTENDED","ip": "192.0.2.1", "caller":"-", "user":"-", "requestTime":"TIME", "httpMethod":"GET", "resourcePath":"/pets/{id}", "status":"200", "protocol":"HTTP/1.1", "responseLength":"1234" }""")]
    [InlineData(
        """<request id="$context.requestId"> <extendedRequestId>$context.extendedRequestId</extendedRequestId> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <requestTime>$context.requestTime</requestTime> <status>$context.status</status> </request>""",
        """<request id="ID"> <extendedRequestId>EXTENDED</extendedRequestId> <ip>192.0.2.1</ip> <caller>-</caller> <requestTime>TIME</requestTime> <status>200</status> </request>""")]
    [InlineData(
        "$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId",
        "192.0.2.1,-,-,TIME,GET,/pets/{id},HTTP/1.1,200,1234,ID,EXTENDED")]
    public void Customary_formats_give_lines_of_their_style(string format, string expected)
    {
        string time = "", extended = "";
        var line = AccessLogLine.Of(format + "\r\n", change: request =>
        {
            time = ContextVariables.Time(request.ReceivedAt);
            extended = request.ExtendedRequestId;
        });
        line.Replace(time, "TIME", StringComparison.Ordinal).Replace(extended, "EXTENDED", StringComparison.Ordinal).ShouldBe(expected);
    }

    [Theory]
    [InlineData("$stageVariables.colour $stageVariables.colour.$stageVariables.none-$context.status", "blue blue.--200")]
    [InlineData("$stageVariables.colours $stageVariables. $stageVariable.colour stageVariables.colour", "- $stageVariables. $stageVariable.colour stageVariables.colour")]
    [InlineData("""{"c":"$stageVariables.hostile"}""", """{"c":"a\"b\\c\nd, <e>"}""")]
    [InlineData("<c>$stageVariables.hostile</c>", "<c>a&quot;b\\c&#xA;d, &lt;e&gt;</c>")]
    [InlineData("$context.status,$stageVariables.hostile,$stageVariables.colour", "200,\"a\"\"b\\c\\nd, <e>\",blue")]
    public void Stage_variables_print_their_values_escaped_like_any(string format, string expected) => AccessLogLine.Of(
        format, variables: new Dictionary<string, string> { ["colour"] = "blue", ["hostile"] = "a\"b\\c\nd, <e>" }).ShouldBe(expected);

    [Theory]
    [InlineData("accountId", "123456789012")]
    [InlineData("apiId", "abcdefghij")]
    [InlineData("awsEndpointRequestId", "endpoint-1")]
    [InlineData("customDomain.basePathMatched", "v1")]
    [InlineData("deploymentId", "dep001")]
    [InlineData("domainName", "-")]
    [InlineData("domainPrefix", "abcdefghij")]
    [InlineData("error.message", "Endpoint request timed out")]
    [InlineData("error.messageString", "\"Endpoint request timed out\"")]
    [InlineData("error.responseType", "INTEGRATION_TIMEOUT")]
    [InlineData("httpMethod", "GET")]
    [InlineData("identity.sourceIp", "192.0.2.1")]
    [InlineData("identity.userAgent", "curl/8.5")]
    [InlineData("identity.clientCert.subjectDN", "-")]
    [InlineData("integration.error", "Execution failed due to a timeout error")]
    [InlineData("integration.integrationStatus", "200")]
    [InlineData("integration.latency", "48")]
    [InlineData("integration.requestId", "endpoint-1")]
    [InlineData("integration.status", "201")]
    [InlineData("integrationErrorMessage", "Execution failed due to a timeout error")]
    [InlineData("integrationLatency", "48")]
    [InlineData("integrationStatus", "200")]
    [InlineData("isCanaryRequest", "-")]
    [InlineData("path", "/prod/pets/7")]
    [InlineData("protocol", "HTTP/1.1")]
    [InlineData("requestId", "ID")]
    [InlineData("resourceId", "res2")]
    [InlineData("resourcePath", "/pets/{id}")]
    [InlineData("responseLatency", "57")]
    [InlineData("responseLength", "1234")]
    [InlineData("stage", "prod")]
    [InlineData("status", "504")]
    [InlineData("wafResponseCode", "-")]
    [InlineData("webaclArn", "-")]
    [InlineData("waf.latency", "-")]
    [InlineData("authorize.status", "-")]
    [InlineData("authenticate.error", "-")]
    [InlineData("authorizer.principalId", "-")]
    [InlineData("authorizer.claims.sub", "-")]
    [InlineData("nonsense", "-")]
    public void Each_variable_has_its_value(string name, string expected) => AccessLogLine.Of($"$context.{name}", change: request =>
    {
        request.IsBackendAsked = true;
        request.EndpointStatus = 200;
        request.FunctionStatus = 201;
        request.EndpointRequestId = "endpoint-1";
        request.Error = GatewayError.IntegrationTimeout;
        request.Failure = new GatewayFailure(GatewayError.IntegrationTimeout, "Execution failed due to a timeout error");
        request.Location = request.Location with { BasePath = "v1" };
        request.Exchange.StatusCode = 504;
    }).ShouldBe(expected);

    [Fact]
    public void Times_and_traces_are_those_of_the_request()
    {
        string time = "", epoch = "", root = "";
        var line = AccessLogLine.Of("$context.requestTime $context.requestTimeEpoch $context.xrayTraceId", change: request =>
        {
            time = ContextVariables.Time(request.ReceivedAt);
            epoch = $"{request.ReceivedAt.ToUnixTimeMilliseconds()}";
            root = request.TraceId["Root=".Length..];
        });
        line.ShouldBe($"{time} {epoch} {root}");
    }

    [Theory]
    [InlineData("$context.requestId.$context.status.", "ID.200.")]
    [InlineData("$context.requestId-$context.status", "ID-200")]
    [InlineData("$context.requestId-x", "ID-x")]
    [InlineData("$context.requestTimeEpochs $context. $contextual $ {$context}", "- $context. $contextual $ {$context}")]
    [InlineData("no variables", "no variables")]
    [InlineData("", "")]
    public void What_is_no_variable_stays_as_it_is(string format, string expected) => AccessLogLine.Of(format).ShouldBe(expected);

    [Fact]
    public void What_no_backend_was_asked_prints_nothing()
    {
        AccessLogLine.Of("$context.integration.status $context.integrationLatency $context.integrationErrorMessage $context.error.message $context.customDomain.basePathMatched")
            .ShouldBe("- - - - -");
        AccessLogLine.Of("\"$context.identity.userAgent\"", userAgent: null).ShouldBe("\"-\"");
        AccessLogLine.Of("$context.identity.userAgent", userAgent: "").ShouldBe("-");
    }

    [Fact]
    public void In_JSON_a_value_stays_in_its_string()
    {
        var line = AccessLogLine.Of("""{"id":"$context.requestId","ua":"$context.identity.userAgent","note":"\"$context.identity.userAgent\""}""", Hostile);
        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("ua").GetString().ShouldBe(Hostile);
        json.GetProperty("note").GetString().ShouldBe($"\"{Hostile}\"");
        json.EnumerateObject().Count().ShouldBe(3);
    }

    [Fact]
    public void In_JSON_without_quotes_a_text_cannot_become_members()
    {
        AccessLogLine.Of("""{"id":"$context.requestId","status":$context.status,"ua":$context.identity.userAgent}""", "1,\"admin\":true")
            .ShouldBe("""{"id":"ID","status":200,"ua":1,\"admin\":true}""");
        AccessLogLine.Of("""{"error":$context.error.messageString,"again":"$context.error.messageString"}""", change: request => request.Error = GatewayError.Denied("no \"x\""))
            .ShouldBe("""{"error":"no \"x\"","again":"\"no \"x\"\""}""".Replace("no \"x\"\\", "no \\\"x\\\"\\", StringComparison.Ordinal).Replace("\"no \"x\"\"", "\"no \\\"x\\\"\"", StringComparison.Ordinal));
    }

    [Fact]
    public void In_XML_a_value_stays_in_its_element()
    {
        var line = AccessLogLine.Of("""<r id="$context.requestId" ua="$context.identity.userAgent"><ua>$context.identity.userAgent</ua></r>""", Hostile);
        var element = XElement.Parse(line);
        var readable = Hostile.Replace('\u0001', '\uFFFD');
        (element.Value, element.Attribute("ua")!.Value).ShouldBe((readable, readable));
        element.Elements().Count().ShouldBe(1);
    }

    [Fact]
    public void In_CSV_a_value_stays_in_its_field()
    {
        AccessLogLine.Of("$context.requestId,$context.identity.userAgent,\"$context.identity.userAgent\",$context.status", "a,\"b\"\nc")
            .ShouldBe("""ID,"a,""b""\nc","a,""b""\nc",200""");
    }

    [Fact]
    public void Elsewhere_quotes_and_control_characters_are_escaped_as_web_servers_do()
    {
        AccessLogLine.Of("\"$context.identity.userAgent\" $context.requestId", "x\" 200\u001b[31m\r\n\\\u0085\u2028é")
            .ShouldBe("\"x\\\" 200\\x1b[31m\\r\\n\\\\\\x85\\u2028é\" ID");
    }
}
