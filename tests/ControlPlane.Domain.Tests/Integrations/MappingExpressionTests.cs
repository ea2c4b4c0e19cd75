using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Integrations;

namespace ControlPlane.Domain.Tests.Integrations;

public sealed class MappingExpressionTests
{
    [Theory]
    [InlineData("method.request.path.id", "method.request.path.id")]
    [InlineData("method.request.header.X-A_b.c$9", "method.request.header.X-A_b.c$9")]
    [InlineData("method.request.querystring.q", "method.request.querystring.q")]
    [InlineData("method.request.multivaluequerystring.q", "method.request.querystring.q")]
    [InlineData("method.request.multivalueheader.h", "method.request.header.h")]
    [InlineData("method.request.body", null)]
    [InlineData("method.request.body.a.b[0]['c d']", null)]
    [InlineData("stageVariables.x", null)]
    [InlineData("context.identity.sourceIp", null)]
    [InlineData("'static text'", null)]
    [InlineData("''", null)]
    public void RequestSource_Accepts(string source, string? required)
    {
        MappingExpression.IsRequestSource(source).ShouldBeTrue();
        MappingExpression.RequiredParameter(source).ShouldBe(required);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("'open")]
    [InlineData("nonsense")]
    [InlineData("method.request.path.")]
    [InlineData("method.request.path")]
    [InlineData("method.request.cookie.a")]
    [InlineData("method.request.header.a b")]
    [InlineData("method.request.bodyx")]
    [InlineData("method.request.body.")]
    [InlineData("$stageVariables.x")]
    [InlineData("${stageVariables.x}")]
    [InlineData("stageVariables.")]
    [InlineData("integration.response.header.a")]
    public void RequestSource_Rejects(string source) => MappingExpression.IsRequestSource(source).ShouldBeFalse();

    [Theory]
    [InlineData("integration.response.header.a", true)]
    [InlineData("integration.response.multivalueheader.a", true)]
    [InlineData("integration.response.body", true)]
    [InlineData("integration.response.body.a", true)]
    [InlineData("stageVariables.x", true)]
    [InlineData("context.requestId", true)]
    [InlineData("'x'", true)]
    [InlineData("method.request.path.a", false)]
    [InlineData("integration.response.header.", false)]
    public void ResponseSource_Judges(string source, bool accepted) => MappingExpression.IsResponseSource(source).ShouldBe(accepted);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/vnd.api+json")]
    [InlineData("*/*")]
    [InlineData("$default")]
    public void MediaTypes_Accept(string type) => Should.NotThrow(() => MediaTypes.Validate(type));

    [Theory]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("/json")]
    [InlineData("application/")]
    [InlineData("a/b/c")]
    [InlineData("a b/c")]
    public void MediaTypes_Reject(string type) => Refusal.ShouldBe(
        () => MediaTypes.Validate(type), ErrorType.BadRequestException, $"Validation Result: warnings : [], errors : [Invalid content type specified: {type}]");
}
