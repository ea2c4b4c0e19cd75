namespace ControlPlane.Local.LocalLambda;

/// <summary>Whose functions these are: what every ARN begins with.</summary>
/// <param name="AccountId">12 digits.</param>
/// <param name="Region">For example <c>us-east-1</c>.</param>
internal sealed record LambdaAccount(string AccountId, string Region)
{
    /// <summary>The ARN of a function, or of one of its versions or aliases.</summary>
    public string FunctionArn(string name, string? qualifier = null)
    {
        var arn = $"arn:aws:lambda:{Region}:{AccountId}:function:{name}";
        return qualifier is null ? arn : $"{arn}:{qualifier}";
    }
}
