namespace ControlPlane.Local.LocalLambda.Wire;

/// <summary>Answers what Lambda has and this service does not.</summary>
internal sealed class UnknownOperation : ILambdaOperation
{
    public Task HandleAsync(LambdaCall call) => throw LambdaErrors.UnknownOperation();
}
