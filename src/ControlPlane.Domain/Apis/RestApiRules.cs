using ControlPlane.Domain.Errors;
using ControlPlane.Domain.Tags;

namespace ControlPlane.Domain.Apis;

/// <summary>What a RestApi must keep to.</summary>
public static class RestApiRules
{
    /// <summary>The largest minimum compression size, in bytes.</summary>
    public const int MaxCompressionSize = 10_485_760;

    /// <summary>The longest resource policy, in characters.</summary>
    public const int MaxPolicyLength = 8192;

    /// <summary>Checks an API before it is stored.</summary>
    /// <returns>The API.</returns>
    /// <exception cref="ApiException">400 with API Gateway's message.</exception>
    public static RestApi Validate(RestApi api)
    {
        if (api.Name.Length == 0)
        {
            throw ApiException.BadRequest("Name cannot be an empty string");
        }

        Descriptions.Validate(api.Description);
        if (api.MinimumCompressionSize is < 0 or > MaxCompressionSize)
        {
            throw ApiException.BadRequest("Invalid minimum compression size, must be between 0 and 10485760");
        }

        if (api.Policy is { Length: > MaxPolicyLength })
        {
            throw ApiException.BadRequest($"Invalid policy document. The policy must not exceed {MaxPolicyLength} characters.");
        }

        api.EndpointConfiguration.Validate("createRestApiInput.endpointConfiguration");
        TagRules.Validate(api.Tags);
        return api;
    }
}
