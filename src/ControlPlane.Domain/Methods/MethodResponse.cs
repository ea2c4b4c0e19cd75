using ControlPlane.Domain.Wire;

namespace ControlPlane.Domain.Methods;

/// <summary>A declared response of a method (AWS: MethodResponse).</summary>
public sealed record MethodResponse
{
    /// <summary>Three digits, 100 to 599.</summary>
    public required string StatusCode { get; init; }

    /// <summary>Declared headers: <c>method.response.header.{name}</c> to whether it is required.</summary>
    public IReadOnlyDictionary<string, bool> ResponseParameters { get; init => field = value ?? Maps.Empty<bool>(); } = Maps.Empty<bool>();

    /// <summary>Media type to model name.</summary>
    public IReadOnlyDictionary<string, string> ResponseModels { get; init => field = value ?? Maps.Empty<string>(); } = Maps.Empty<string>();
}
