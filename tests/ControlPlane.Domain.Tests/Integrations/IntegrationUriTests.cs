using ControlPlane.Domain.Integrations;

namespace ControlPlane.Domain.Tests.Integrations;

public sealed class IntegrationUriTests
{
    private const string _functions = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions";

    [Theory]
    [InlineData(IntegrationType.Http, "http://example.com")]
    [InlineData(IntegrationType.HttpProxy, "https://example.com/a/{proxy}?x={y}")]
    [InlineData(IntegrationType.Http, "HTTP://127.0.0.1:8080/x")]
    [InlineData(IntegrationType.Http, "https://example.com:443")]
    [InlineData(IntegrationType.Http, "http://${stageVariables.host}")]
    [InlineData(IntegrationType.Http, "http://${stageVariables.host}:80/p")]
    [InlineData(IntegrationType.Http, "http://${stageVariables.host}.example.com/p")]
    [InlineData(IntegrationType.Http, "http://h/${stageVariables.x}/p?q=${stageVariables.x}")]
    [InlineData(IntegrationType.AwsProxy, $"{_functions}/arn:aws:lambda:us-east-1:1:function:f/invocations")]
    [InlineData(IntegrationType.AwsProxy, $"{_functions}/arn:aws:lambda:us-east-1:1:function:${{stageVariables.fn}}/invocations")]
    [InlineData(IntegrationType.Aws, $"{_functions}/arn:aws:lambda:us-east-1:1:function:f:${{stageVariables.alias}}/invocations")]
    [InlineData(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:sqs:action/SendMessage&QueueUrl=x")]
    [InlineData(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:bucket.s3:path/{key}")]
    [InlineData(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:sqs:${stageVariables.action}")]
    [InlineData(IntegrationType.AwsProxy, "arn:aws:apigateway:us-east-1:firehose:action/PutRecord")]
    [InlineData(IntegrationType.Mock, null)]
    [InlineData(IntegrationType.Mock, "anything")]
    public void Accepts(IntegrationType type, string? uri) => Should.NotThrow(() => IntegrationUri.Validate(type, uri));

    [Theory]
    [InlineData(IntegrationType.Http, null)]
    [InlineData(IntegrationType.Http, "")]
    [InlineData(IntegrationType.Http, "example.com")]
    [InlineData(IntegrationType.Http, "ftp://example.com")]
    [InlineData(IntegrationType.Http, "http://")]
    [InlineData(IntegrationType.HttpProxy, "http:///path")]
    [InlineData(IntegrationType.Http, "http://example.com:22/")]
    [InlineData(IntegrationType.Http, "http://example.com:1024/")]
    [InlineData(IntegrationType.Http, "${stageVariables.url}")]
    [InlineData(IntegrationType.Http, "http://a b/")]
    public void Rejects_HttpEndpoints(IntegrationType type, string? uri) =>
        Refusal.ShouldBeBadRequest(() => IntegrationUri.Validate(type, uri), "Invalid HTTP endpoint specified for URI");

    [Theory]
    [InlineData(IntegrationType.Aws, null, "Invalid ARN specified in the request")]
    [InlineData(IntegrationType.Aws, "http://example.com", "Invalid ARN specified in the request")]
    [InlineData(IntegrationType.AwsProxy, "arn:aws:lambda:us-east-1:1:function:f", "Invalid ARN specified in the request")]
    [InlineData(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:sqs", "Invalid ARN specified in the request")]
    [InlineData(IntegrationType.Aws, "arn:aws:apigateway:us-east-1:sqs:x", "AWS ARN for integration must contain path or action")]
    [InlineData(IntegrationType.AwsProxy, "arn:aws:apigateway:us-east-1:sqs:action/SendMessage", "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData(IntegrationType.AwsProxy, "arn:aws:apigateway:us-east-1:lambda:path/other", "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    [InlineData(IntegrationType.AwsProxy, "arn:aws:apigateway:us-east-1:lambda:action/Invoke", "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")]
    public void Rejects_Arns(IntegrationType type, string? uri, string message) => Refusal.ShouldBeBadRequest(() => IntegrationUri.Validate(type, uri), message);
}
