using System.Text.Json;

namespace ControlPlane.Gateway.Admission.Policies;

/// <summary>An IAM policy, read once and asked often: what is denied by one statement is denied, else what is allowed by one is allowed.</summary>
internal sealed class PolicyDocument
{
    private readonly PolicyStatement[] _statements;

    private PolicyDocument(PolicyStatement[] statements) => _statements = statements;

    /// <summary>Reads a policy.</summary>
    /// <param name="document">The policy.</param>
    /// <param name="arnPrefix">See <see cref="PolicyStatement.Read"/>.</param>
    /// <param name="problem">Why it is none.</param>
    /// <returns>Null when it is none.</returns>
    public static PolicyDocument? Read(JsonElement document, string? arnPrefix, out string problem)
    {
        problem = "";
        try
        {
            if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("Statement", out var statement))
            {
                if (statement.ValueKind != JsonValueKind.Array)
                {
                    return new PolicyDocument([PolicyStatement.Read(statement, arnPrefix)]);
                }

                var statements = new PolicyStatement[statement.GetArrayLength()];
                var count = 0;
                foreach (var element in statement.EnumerateArray())
                {
                    statements[count++] = PolicyStatement.Read(element, arnPrefix);
                }

                return new PolicyDocument(statements);
            }

            problem = "The policy has no statement.";
        }
        catch (FormatException exception)
        {
            problem = exception.Message;
        }

        return null;
    }

    /// <summary>Reads a policy's text.</summary>
    /// <returns>Null when it is none.</returns>
    public static PolicyDocument? Parse(string text, string? arnPrefix, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, arnPrefix, out problem);
        }
        catch (JsonException exception)
        {
            problem = exception.Message;
            return null;
        }
    }

    /// <summary>What it says of a request.</summary>
    public PolicyDecision Judge(in PolicyRequest request)
    {
        var decision = PolicyDecision.None;
        foreach (var statement in _statements)
        {
            switch (statement.Judge(request))
            {
                case PolicyDecision.Deny:
                    return PolicyDecision.Deny;
                case PolicyDecision.Allow:
                    decision = PolicyDecision.Allow;
                    break;
            }
        }

        return decision;
    }
}
