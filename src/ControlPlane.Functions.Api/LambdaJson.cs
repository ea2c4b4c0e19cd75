using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;

namespace ControlPlane.Functions.Api;

/// <summary>The event and the response around every request.</summary>
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
internal sealed partial class LambdaJson : JsonSerializerContext;
