using System.Text.Json;
using ControlPlane.Gateway.Mapping;

namespace ControlPlane.Gateway.Integrations.LambdaProxy;

/// <summary>The <c>requestContext</c> of a proxy event.</summary>
internal static class EventContext
{
    public static void Write(RequestContext request, Utf8JsonWriter writer)
    {
        var stage = request.Stage!;
        writer.WriteStartObject("requestContext"u8);
        writer.WriteString("resourceId"u8, request.Method!.Resource.Id);
        writer.WriteString("resourcePath"u8, request.Method.Resource.Path);
        writer.WriteString("httpMethod"u8, request.Verb);
        writer.WriteString("extendedRequestId"u8, request.ExtendedRequestId);
        writer.WriteString("requestTime"u8, ContextVariables.Time(request.ReceivedAt));
        writer.WriteString("path"u8, request.ContextPath);
        writer.WriteString("accountId"u8, stage.AccountId);
        writer.WriteString("protocol"u8, request.Exchange.Protocol);
        writer.WriteString("stage"u8, stage.StageName);
        writer.WriteString("domainPrefix"u8, request.Location.DomainPrefix);
        writer.WriteNumber("requestTimeEpoch"u8, request.ReceivedAt.ToUnixTimeMilliseconds());
        writer.WriteString("requestId"u8, request.RequestId);
        Authorizer(request, writer);
        Identity(request, writer);
        writer.WriteString("domainName"u8, request.Location.DomainName);
        writer.WriteString("deploymentId"u8, request.Variant!.DeploymentId);
        writer.WriteString("apiId"u8, stage.ApiId);
        if (stage.HasCanary)
        {
            writer.WriteBoolean("isCanaryRequest"u8, request.Variant.IsCanary);
            writer.WriteString("stageVariant"u8, request.Variant.Name);
        }

        if (request.IsMirrored)
        {
            writer.WriteBoolean("isMirroredRequest"u8, true);
        }

        writer.WriteEndObject();
    }

    private static void Authorizer(RequestContext request, Utf8JsonWriter writer)
    {
        if (request.Caller is not { Verdict: { } verdict } caller)
        {
            return;
        }

        writer.WriteStartObject("authorizer"u8);
        foreach (var (name, value) in verdict.Context)
        {
            if (name is not ("principalId" or "integrationLatency"))
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteString("principalId"u8, verdict.PrincipalId);
        writer.WriteNumber("integrationLatency"u8, caller.AuthorizerLatency);
        writer.WriteEndObject();
    }

    private static void Identity(RequestContext request, Utf8JsonWriter writer)
    {
        var caller = request.Caller;
        var iam = caller?.Iam;
        writer.WriteStartObject("identity"u8);
        writer.WriteNull("cognitoIdentityPoolId"u8);
        writer.WriteString("accountId"u8, iam?.AccountId);
        writer.WriteNull("cognitoIdentityId"u8);
        writer.WriteString("caller"u8, iam?.CallerId);
        writer.WriteString("sourceIp"u8, request.Exchange.SourceIp);
        writer.WriteString("principalOrgId"u8, iam?.PrincipalOrgId);
        writer.WriteString("accessKey"u8, iam?.AccessKey);
        writer.WriteNull("cognitoAuthenticationType"u8);
        writer.WriteNull("cognitoAuthenticationProvider"u8);
        writer.WriteString("userArn"u8, iam?.UserArn);
        writer.WriteString("userAgent"u8, request.Exchange.FindHeader("User-Agent"));
        writer.WriteString("user"u8, iam?.UserId);
        if (caller?.ApiKeyId is { } keyId)
        {
            writer.WriteString("apiKey"u8, caller.ApiKey);
            writer.WriteString("apiKeyId"u8, keyId);
        }

        writer.WriteEndObject();
    }
}
