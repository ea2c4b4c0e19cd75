namespace ControlPlane.Lambda.Functions;

/// <summary>
/// Versions and aliases of functions. A function is named by its name, partial ARN or ARN, without a qualifier. Requests that may be sent
/// again are, up to three times, when the service is busy or cannot be reached.
/// </summary>
public interface ILambdaFunctions
{
    /// <summary>Where the service is, for the commands that people are told; null for AWS's own.</summary>
    Uri? Address => null;

    /// <summary>Reads a function's resource policy (AWS: GetPolicy).</summary>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The alias or version whose policy it is, or null for the function's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The policy; <see cref="FunctionPolicy.None"/> when there is none, or no such function.</returns>
    /// <exception cref="LambdaServiceException">The service refused.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<FunctionPolicy> GetPolicyAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default);

    /// <summary>Asks whether the caller may invoke a function, without running it (AWS: Invoke with DryRun).</summary>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">An alias or version, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">He may not (403 AccessDeniedException), or it could not be invoked for another reason.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask CheckInvocationAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default);

    /// <summary>What a function is (AWS: GetFunctionConfiguration).</summary>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">An alias or version, or null for <c>$LATEST</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">The service refused: 404 ResourceNotFoundException and others.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<FunctionConfiguration> GetFunctionConfigurationAsync(string function, string? qualifier = null, CancellationToken cancellationToken = default);

    /// <summary>Freezes <c>$LATEST</c> as a version (AWS: PublishVersion); the newest version again when nothing changed since.</summary>
    /// <param name="function">The function.</param>
    /// <param name="request">Conditions and description.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">The service refused: 412 PreconditionFailedException and others.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<FunctionConfiguration> PublishVersionAsync(string function, PublishVersionRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Reads an alias (AWS: GetAlias).</summary>
    /// <param name="function">The function.</param>
    /// <param name="name">The alias.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">The service refused: 404 ResourceNotFoundException and others.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<AliasConfiguration> GetAliasAsync(string function, string name, CancellationToken cancellationToken = default);

    /// <summary>Creates an alias (AWS: CreateAlias).</summary>
    /// <param name="function">The function.</param>
    /// <param name="request">The alias.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">The service refused: 409 ResourceConflictException and others.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<AliasConfiguration> CreateAliasAsync(string function, CreateAliasRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes an alias (AWS: UpdateAlias). With a <see cref="UpdateAliasRequest.RevisionId"/> an update whose answer was lost is sent again and
    /// recognized as done, so it takes effect once.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="name">The alias.</param>
    /// <param name="request">What to change.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LambdaServiceException">The service refused: 412 PreconditionFailedException when the revision has passed, and others.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    ValueTask<AliasConfiguration> UpdateAliasAsync(string function, string name, UpdateAliasRequest request, CancellationToken cancellationToken = default);
}
