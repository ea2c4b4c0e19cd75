using ControlPlane.Lambda.Functions;

namespace ControlPlane.Api.Tests.Hosting;

/// <summary>A Lambda service where every function has versions and an alias <c>live</c> that is shared by two of them.</summary>
internal sealed class TestAliases : ILambdaFunctions
{
    public Uri? Address => new("http://127.0.0.1:4000");

    public ValueTask<FunctionConfiguration> GetFunctionConfigurationAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default) =>
        function.EndsWith(":missing", StringComparison.Ordinal) || qualifier == "none" ? throw Missing()
            : qualifier == "secret" ? throw new LambdaServiceException(403, "AccessDeniedException", "not allowed", null)
            : qualifier == "away" ? throw new HttpRequestException("Connection refused")
            : new(new FunctionConfiguration { FunctionName = function, Version = qualifier ?? "$LATEST" });

    public ValueTask<FunctionPolicy> GetPolicyAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default) => new(
        qualifier == "open"
            ? FunctionPolicy.Parse("""{"Statement":[{"Sid":"apigateway","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:123456789012:*/*/*/pets/*"}}}]}""")
            : FunctionPolicy.None);

    public ValueTask CheckInvocationAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default) =>
        qualifier == "forbidden" ? throw new LambdaServiceException(403, "AccessDeniedException", "not allowed.", null) : default;

    public ValueTask<AliasConfiguration> GetAliasAsync(string function, string name, CancellationToken cancellationToken = default) => name switch
    {
        "live" => new(new AliasConfiguration
        {
            Name = name,
            FunctionVersion = "3",
            RoutingConfig = new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { ["4"] = 0.1 } },
        }),
        "secret" => throw new LambdaServiceException(403, "AccessDeniedException", "not allowed", null),
        "away" => throw new HttpRequestException("Connection refused"),
        _ => throw Missing(),
    };

    public ValueTask<FunctionConfiguration> PublishVersionAsync(string function, PublishVersionRequest? request = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<AliasConfiguration> CreateAliasAsync(string function, CreateAliasRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<AliasConfiguration> UpdateAliasAsync(string function, string name, UpdateAliasRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private static LambdaServiceException Missing() => new(404, "ResourceNotFoundException", "Function not found", null);
}
