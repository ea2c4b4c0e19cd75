namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>One operation of the Lambda API.</summary>
internal interface ILambdaOperation
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="LambdaException">The answer is an error of the API.</exception>
    Task HandleAsync(LambdaCall call);
}
