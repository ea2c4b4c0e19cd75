using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Methods;

/// <summary>What a resource does on one verb (AWS: Method).</summary>
public sealed record Method
{
    /// <summary>The verb in upper case, or <c>ANY</c>.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>How callers are authorized.</summary>
    public AuthorizationType AuthorizationType { get; init; }

    /// <summary>The authorizer of CUSTOM and COGNITO_USER_POOLS, or null.</summary>
    public string? AuthorizerId { get; init; }

    /// <summary>True when a caller must send a valid API key.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>The validator of requests, or null.</summary>
    public string? RequestValidatorId { get; init; }

    /// <summary>The name SDKs give the operation, or null.</summary>
    public string? OperationName { get; init; }

    /// <summary>Declared parameters: <c>method.request.{querystring|path|header}.{name}</c> to whether it is required.</summary>
    public IReadOnlyDictionary<string, bool> RequestParameters { get; init => field = value ?? Maps.Empty<bool>(); } = Maps.Empty<bool>();

    /// <summary>Media type to model name.</summary>
    public IReadOnlyDictionary<string, string> RequestModels { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();

    /// <summary>OAuth scopes of a Cognito authorizer.</summary>
    public IReadOnlyList<string> AuthorizationScopes { get; init => field = value ?? []; } = [];

    /// <summary>Declared responses by status code.</summary>
    public IReadOnlyDictionary<string, MethodResponse> MethodResponses { get; init => field = value ?? Maps.Empty<MethodResponse>(); } = Maps.Empty<MethodResponse>();

    /// <summary>The backend, or null while none is set.</summary>
    public Integration? MethodIntegration { get; init; }
}
