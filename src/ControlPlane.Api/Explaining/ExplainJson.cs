using System.Text.Json;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Explaining;

namespace ControlPlane.Api.Explaining;

/// <summary>An explanation with what the Lambda service said of its functions.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Stage">How the stage routes it.</param>
/// <param name="Functions">What the functions are, by the names integrations give them.</param>
internal sealed record Explanation(ExplainedRequest Request, StageExplanation Stage, IReadOnlyDictionary<string, FoundFunction> Functions);

/// <summary>An explanation on the wire.</summary>
internal static class ExplainJson
{
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        writer.WriteStartObject();
        writer.WriteString("httpMethod", explanation.Request.Verb);
        writer.WriteString("path", explanation.Request.Path);
        Write(writer, explanation.Stage.Split);
        writer.WriteStartArray("variants");
        foreach (var variant in explanation.Stage.Variants)
        {
            var function = variant.Method?.Function is { } name ? explanation.Functions[name] : null;
            Write(writer, variant, function);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SplitExplanation split)
    {
        writer.WriteStartObject("split");
        writer.Optional("variant", split.Variant);
        writer.WriteString("reason", split.Reason);
        writer.WriteString("message", split.Message);
        if (split.Place is { } place)
        {
            writer.WriteNumber("place", place);
        }

        if (split.Rule is { } rule)
        {
            writer.WriteNumber("rule", rule);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, VariantExplanation variant, FoundFunction? function)
    {
        writer.WriteStartObject();
        writer.WriteString("name", variant.Name);
        writer.WriteNumber("percentTraffic", variant.Percent);
        writer.WriteString("reason", variant.Reason);
        writer.WriteString("deploymentId", variant.DeploymentId);
        if (variant.Method is { } method)
        {
            writer.WritePropertyName("method");
            Write(writer, method, function);
        }

        string[] problems = [.. variant.Problems.Select(static problem => problem.Message)];
        writer.List("problems", function?.Problem is { } unfound ? [.. problems, unfound] : problems);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MethodExplanation method, FoundFunction? function)
    {
        writer.WriteStartObject();
        writer.WriteString("resourceId", method.ResourceId);
        writer.WriteString("resourcePath", method.ResourcePath);
        writer.WriteString("httpMethod", method.Method.HttpMethod);
        writer.Optional("pathParameters", method.PathParameters);
        writer.WriteString("authorizationType", WireNames.Of(method.Method.AuthorizationType));
        writer.WriteBoolean("apiKeyRequired", method.Method.ApiKeyRequired);
        if (method.Integration is { } integration)
        {
            writer.WritePropertyName("integration");
            Write(writer, method, integration, function);
        }

        if (method.Cache is { } cache)
        {
            writer.WriteStartObject("cache");
            writer.WriteNumber("ttlInSeconds", cache.TtlInSeconds);
            writer.WriteString("cacheNamespace", cache.Namespace);
            writer.List("cacheKeyParameters", cache.KeyParameters);
            writer.WriteBoolean("useStageCache", cache.IsShared);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("variables");
        foreach (var variable in method.Variables)
        {
            writer.WriteStartObject();
            writer.WriteString("name", variable.Name);
            writer.Optional("value", variable.Value);
            writer.Optional("source", variable.Value is null ? null : variable.IsOverride ? "canary" : "stage");
            writer.List("usedIn", variable.UsedIn);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MethodExplanation method, Integration integration, FoundFunction? function)
    {
        writer.WriteStartObject();
        writer.WriteString("type", WireNames.Of(integration.Type));
        writer.Optional("httpMethod", integration.HttpMethod);
        writer.Optional("uri", integration.Uri);
        writer.Optional("resolvedUri", method.Uri);
        writer.Optional("credentials", integration.Credentials);
        writer.Optional("resolvedCredentials", method.Credentials);
        writer.WriteNumber("timeoutInMillis", integration.TimeoutInMillis);
        writer.Optional("requestTemplate", method.RequestTemplate);
        if (function is not null)
        {
            writer.WriteStartObject("function");
            writer.Optional("arn", method.Function);
            writer.Optional("qualifier", function.Qualifier);
            writer.Optional("version", function.Version);
            if (function.Weights.Count > 0)
            {
                writer.WriteStartObject("additionalVersionWeights");
                foreach (var (version, weight) in function.Weights)
                {
                    writer.WriteNumber(version, weight);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
