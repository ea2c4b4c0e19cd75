namespace ControlPlane.Api.OpenApi;

/// <summary>API Gateway's extensions of OpenAPI.</summary>
internal static class Extensions
{
    public const string AnyMethod = "x-amazon-apigateway-any-method";
    public const string ApiKeySource = "x-amazon-apigateway-api-key-source";
    public const string Auth = "x-amazon-apigateway-auth";
    public const string Authorizer = "x-amazon-apigateway-authorizer";
    public const string AuthType = "x-amazon-apigateway-authtype";
    public const string BinaryMediaTypes = "x-amazon-apigateway-binary-media-types";
    public const string Documentation = "x-amazon-apigateway-documentation";
    public const string EndpointConfiguration = "x-amazon-apigateway-endpoint-configuration";
    public const string GatewayResponses = "x-amazon-apigateway-gateway-responses";
    public const string ImportExportVersion = "x-amazon-apigateway-importexport-version";
    public const string Integration = "x-amazon-apigateway-integration";
    public const string MinimumCompressionSize = "x-amazon-apigateway-minimum-compression-size";
    public const string Policy = "x-amazon-apigateway-policy";
    public const string RequestValidator = "x-amazon-apigateway-request-validator";
    public const string RequestValidators = "x-amazon-apigateway-request-validators";
    public const string TagValue = "x-amazon-apigateway-tag-value";
}
