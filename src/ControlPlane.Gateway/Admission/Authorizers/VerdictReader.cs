using System.Text.Json;
using ControlPlane.Gateway.Admission.Policies;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Responses;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Admission.Authorizers;

/// <summary>Reads what an authorizer's function returned (AWS: output from a Lambda authorizer).</summary>
internal static class VerdictReader
{
    /// <summary>The one message a function refuses a caller with; any other is a failure.</summary>
    private const string Unauthorized = "Unauthorized";

    /// <summary>What a verdict takes beside its texts, about.</summary>
    private const int Overhead = 512;

    /// <summary>Reads an invocation's result.</summary>
    /// <exception cref="GatewayFailure">500: the function failed, or returned no verdict.</exception>
    public static Verdict Read(Invocation invocation)
    {
        if (invocation.FunctionError is null)
        {
            return Read(invocation.Payload);
        }

        var message = FunctionCall.ErrorMessage(invocation.Payload.Span);
        return message == Unauthorized
            ? Verdict.Unauthorized
            : throw Failure($"The authorizer's function failed: {message}. Lambda request id: {invocation.RequestId}");
    }

    /// <summary>Reads a function's result.</summary>
    /// <exception cref="GatewayFailure">500: it is no verdict.</exception>
    public static Verdict Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return Read(document.RootElement, payload.Length);
        }
        catch (JsonException exception)
        {
            throw Failure($"Invalid JSON in response: {exception.Message}");
        }
    }

    private static Verdict Read(JsonElement result, int length)
    {
        if (result.ValueKind != JsonValueKind.Object || Text(result, "principalId") is not { Length: > 0 } principal)
        {
            throw Failure("The authorizer's result has no principalId.");
        }

        if (!result.TryGetProperty("policyDocument", out var document))
        {
            throw Failure("Could not parse policy: the authorizer's result has no policyDocument.");
        }

        var policy = PolicyDocument.Read(document, null, out var problem) ?? throw Failure($"Could not parse policy: {problem}");
        return new Verdict
        {
            PrincipalId = principal,
            Policy = policy,
            PolicyText = document.GetRawText(),
            Context = Context(result),
            UsageIdentifierKey = Text(result, "usageIdentifierKey"),
            Size = Overhead + (length * 4),
        };
    }

    private static List<KeyValuePair<string, string>> Context(JsonElement result)
    {
        var context = new List<KeyValuePair<string, string>>();
        if (!result.TryGetProperty("context", out var members) || members.ValueKind == JsonValueKind.Null)
        {
            return context;
        }

        if (members.ValueKind != JsonValueKind.Object)
        {
            throw Failure("The context of the authorizer's result is no object.");
        }

        foreach (var member in members.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.String:
                    context.Add(new(member.Name, member.Value.GetString()!));
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    context.Add(new(member.Name, member.Value.GetRawText()));
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    throw Failure($"The context value {member.Name} of the authorizer's result is neither a text nor a number nor a boolean.");
            }
        }

        return context;
    }

    private static string? Text(JsonElement result, string name) =>
        result.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static GatewayFailure Failure(string detail) =>
        new(GatewayError.AuthorizerConfiguration, $"Execution failed due to configuration error: {detail}");
}
