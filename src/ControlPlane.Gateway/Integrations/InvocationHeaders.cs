using ControlPlane.Gateway.Mapping;
using ControlPlane.Lambda.Invocations;

namespace ControlPlane.Gateway.Integrations;

/// <summary>The headers of the Lambda service's answer to an invocation, for mappings and logs.</summary>
internal static class InvocationHeaders
{
    /// <summary>What the service says of an invocation.</summary>
    public static List<KeyValuePair<string, string>> Of(Invocation invocation)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!invocation.Payload.IsEmpty)
        {
            headers.Add(new("Content-Type", MediaType.Json));
        }

        Add("x-amzn-RequestId", invocation.RequestId);
        Add("X-Amz-Executed-Version", invocation.ExecutedVersion);
        Add("X-Amz-Function-Error", invocation.FunctionError);
        Add("x-amzn-ErrorType", invocation.ErrorType);
        return headers;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers.Add(new(name, value));
            }
        }
    }
}
